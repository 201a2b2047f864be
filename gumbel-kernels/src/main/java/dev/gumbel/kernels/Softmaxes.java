package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.op.Fused;
import java.lang.foreign.MemorySegment;

/** The fused ops on categorical rows of one length, block by block, and their gradients. Not thread-safe. */
final class Softmaxes {
    private static final float EPSILON = (float) Fused.CategoricalKl.EPSILON;

    private final Simd simd;
    private final int columns;
    private final RowBlocks rows;
    private final float[] x;
    private final float[] y;
    private final float[] z;
    private final float[] row;

    Softmaxes(int columns, Simd simd) {
        this.simd = simd;
        this.columns = columns;
        this.rows = RowBlocks.of(columns, simd);
        this.x = new float[rows.size()];
        this.y = new float[rows.size()];
        this.z = new float[rows.size()];
        this.row = new float[rows.capacity()];
    }

    /** The work on one block. */
    @FunctionalInterface
    private interface Block {
        void compute(long firstRow, int count);
    }

    private void forEachBlock(long total, Block block) {
        for (long first = 0; first < total; first += rows.capacity()) {
            block.compute(first, (int) Math.min(rows.capacity(), total - first));
        }
    }

    private long count(MemorySegment matrix) {
        return Blocks.count(matrix) / columns;
    }

    void softmax(MemorySegment logits, MemorySegment out) {
        forEachBlock(count(out), (first, count) -> {
            rows.read(logits, first, x, count);
            normalise(1, count);
            rows.write(x, out, first, count);
        });
    }

    void gumbelSoftmax(MemorySegment logits, MemorySegment noise, float temperature, MemorySegment out) {
        forEachBlock(count(out), (first, count) -> {
            rows.readSum(logits, noise, first, x, count);
            normalise(temperature, count);
            rows.write(x, out, first, count);
        });
    }

    /** x = softmax(x / temperature); the maximum goes before the division, so that a temperature near 0 makes no infinity. */
    private void normalise(float temperature, int count) {
        rows.max(x, row, count);
        rows.subtract(x, row, count);
        if (temperature != 1) {
            simd.divide(x, 0, temperature, count * columns);
        }
        simd.exp(x, count * columns);
        rows.sum(x, row, count);
        rows.divide(x, row, count);
    }

    /** y (g - sum y g) / temperature. */
    void softmaxGradient(MemorySegment sample, MemorySegment gradient, float temperature, MemorySegment out) {
        forEachBlock(count(out), (first, count) -> {
            rows.read(sample, first, x, count);
            rows.read(gradient, first, y, count);
            throughSoftmax(count);
            if (temperature != 1) {
                simd.divide(y, 0, temperature, count * columns);
            }
            rows.write(y, out, first, count);
        });
    }

    /** y = x (y - sum x y). */
    private void throughSoftmax(int count) {
        FloatLoops.product(x, y, z, count * columns);
        rows.sum(z, row, count);
        rows.subtract(y, row, count);
        FloatLoops.multiply(y, x, count * columns);
    }

    /** sum q log(K q + epsilon) with q = softmax(logits). */
    void categoricalKl(MemorySegment logits, MemorySegment out) {
        forEachBlock(count(logits), (first, count) -> {
            rows.read(logits, first, x, count);
            normalise(1, count);
            FloatLoops.scaled(x, columns, EPSILON, y, count * columns);
            simd.log(y, count * columns);
            FloatLoops.multiply(y, x, count * columns);
            rows.sum(y, row, count);
            Blocks.write(row, out, first, count);
        });
    }

    /** By q it is g (log(K q + epsilon) + K q / (K q + epsilon)). */
    void categoricalKlGradient(MemorySegment logits, MemorySegment gradient, MemorySegment out) {
        forEachBlock(count(out), (first, count) -> {
            int length = count * columns;
            rows.read(logits, first, x, count);
            normalise(1, count);
            FloatLoops.scaled(x, columns, EPSILON, y, length);
            ratio(x, y, columns, z, length);
            simd.log(y, length);
            FloatLoops.add(y, z, length);
            Blocks.read(gradient, first, row, count);
            rows.multiply(y, row, count);
            throughSoftmax(count);
            rows.write(y, out, first, count);
        });
    }

    /** out = factor q / safe. */
    private static void ratio(float[] q, float[] safe, float factor, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = factor * q[i] / safe[i];
        }
    }
}
