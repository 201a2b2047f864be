package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;

/** Plain loops until those over vectors are compiled. */
final class WarmingSimd implements Simd {
    private final float[] partialSums = new float[Vectors.FLOATS];
    private Simd current = new ScalarSimd();
    private boolean warm;

    private Simd current() {
        if (!warm && VectorSimdWarmUp.isOver()) {
            current = new VectorSimd();
            warm = true;
        }
        return current;
    }

    @Override
    public void exp(float[] x, int length) {
        current().exp(x, length);
    }

    @Override
    public void log(float[] x, int length) {
        current().log(x, length);
    }

    @Override
    public void softplusMinus(float[] x, float[] t, float[] out, int length) {
        current().softplusMinus(x, t, out, length);
    }

    @Override
    public void sigmoidMinus(float[] x, float[] t, float factor, float[] out, int length) {
        current().sigmoidMinus(x, t, factor, out, length);
    }

    @Override
    public float sum(float[] x, int from, int length) {
        Simd now = current();
        // Plain loops have a number of partial sums of their own.
        return warm ? now.sum(x, from, length) : ScalarSimd.sum(x, from, length, partialSums);
    }

    @Override
    public float max(float[] x, int from, int length) {
        return current().max(x, from, length);
    }

    @Override
    public void max(float[] x, int from, float[] into, int length) {
        current().max(x, from, into, length);
    }

    @Override
    public void add(float[] x, int from, float[] into, int length) {
        current().add(x, from, into, length);
    }

    @Override
    public void subtract(float[] x, int from, float[] y, int length) {
        current().subtract(x, from, y, length);
    }

    @Override
    public void multiply(float[] x, int from, float[] y, int length) {
        current().multiply(x, from, y, length);
    }

    @Override
    public void divide(float[] x, int from, float[] y, int length) {
        current().divide(x, from, y, length);
    }

    @Override
    public void divide(float[] x, int from, float divisor, int length) {
        current().divide(x, from, divisor, length);
    }

    @Override
    public void mark(float[] x, int from, float[] y, int value, int[] into, int length) {
        current().mark(x, from, y, value, into, length);
    }

    @Override
    public void maskPositive(MemorySegment y, MemorySegment g, MemorySegment out, long from, int length) {
        current().maskPositive(y, g, out, from, length);
    }

    @Override
    public void addBias(MemorySegment x, long firstRow, int rows, MemorySegment bias, boolean positivePart) {
        current().addBias(x, firstRow, rows, bias, positivePart);
    }

    @Override
    public void adam(AdamRates rates, MemorySegment w, MemorySegment m, MemorySegment v, MemorySegment g, long from, int length) {
        current().adam(rates, w, m, v, g, from, length);
    }
}
