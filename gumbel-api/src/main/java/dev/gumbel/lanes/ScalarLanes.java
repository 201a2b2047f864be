package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Plain loops; also the last elements of {@link VectorLanes}. */
final class ScalarLanes implements Lanes {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int PARTS = 8;
    private static final int BLOCK = 1024;
    /** Its square takes the smallest float above 0 beyond 1. */
    private static final float SCALE = 0x1p75f;
    private static final MemorySegment MEMORY = AllMemory.SEGMENT;

    private final float[] parts = new float[PARTS];
    private final float[] weights = new float[BLOCK];
    private final float[] firstMoments = new float[BLOCK];
    private final float[] secondMoments = new float[BLOCK];
    private final float[] gradients = new float[BLOCK];
    private float[] logs = {};

    @Override
    public void exp(float[] x, int length) {
        exp(x, 0, length);
    }

    static void exp(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] < Polynomials.LOWEST ? 0 : exp(x[i]);
        }
    }

    /** 2^n e^r with x = n log 2 + r. */
    private static float exp(float x) {
        float rounded = Math.fma(x, Polynomials.LOG2_E, Polynomials.ROUND);
        float n = rounded - Polynomials.ROUND;
        float r = Math.fma(n, -Polynomials.LN2_LOW, Math.fma(n, -Polynomials.LN2_HIGH, x));
        float p = Math.fma(Polynomials.E0, r, Polynomials.E1);
        p = Math.fma(p, r, Polynomials.E2);
        p = Math.fma(p, r, Polynomials.E3);
        p = Math.fma(p, r, Polynomials.E4);
        p = Math.fma(p, r, Polynomials.E5);
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << Polynomials.EXPONENT_BITS) + Polynomials.ONE_BITS);
        return (Math.fma(p, r * r, r) + 1) * power;
    }

    @Override
    public void log(float[] x, int length) {
        log(x, 0, length);
    }

    static void log(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = log(x[i]);
        }
    }

    /** n log 2 + log(1 + h) with x = 2^n (1 + h). */
    private static float log(float x) {
        int bits = Float.floatToRawIntBits(x);
        int exponent = bits - Polynomials.SQRT_HALF_BITS >> Polynomials.EXPONENT_BITS;
        float h = Float.intBitsToFloat(bits - (exponent << Polynomials.EXPONENT_BITS)) - 1;
        float p = Math.fma(Polynomials.L0, h, Polynomials.L1);
        p = Math.fma(p, h, Polynomials.L2);
        p = Math.fma(p, h, Polynomials.L3);
        p = Math.fma(p, h, Polynomials.L4);
        p = Math.fma(p, h, Polynomials.L5);
        p = Math.fma(p, h, Polynomials.L6);
        p = Math.fma(p, h, Polynomials.L7);
        p = Math.fma(p, h, Polynomials.L8);
        float square = h * h;
        float tail = Math.fma(exponent, Polynomials.LN2_LOW, p * h * square);
        return x != x ? x : Math.fma(exponent, Polynomials.LN2_HIGH, Math.fma(square, -0.5f, tail) + h);
    }

    @Override
    public void softplusMinus(float[] x, float[] t, float[] out, int length) {
        softplusMinus(x, t, out, 0, length);
    }

    /** From log(1 + e) with e = e^-|x|; of the rounded sum 1 + e, to which what it lost comes back: a small e keeps its digits. */
    void softplusMinus(float[] x, float[] t, float[] out, int from, int to) {
        if (logs.length < to) {
            logs = new float[to];
        }
        negativeMagnitude(x, out, from, to);
        exp(out, from, to);
        for (int i = from; i < to; i++) {
            logs[i] = 1 + out[i];
        }
        log(logs, from, to);
        softplusMinus(x, t, logs, out, from, to);
    }

    private static void softplusMinus(float[] x, float[] t, float[] logs, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            float rounded = 1 + out[i];
            float lost = out[i] - (rounded - 1);
            out[i] = Math.max(x[i], 0) + (logs[i] + lost / rounded) - x[i] * t[i];
        }
    }

    @Override
    public void sigmoidMinus(float[] x, float[] t, float factor, float[] out, int length) {
        sigmoidMinus(x, t, factor, out, 0, length);
    }

    /** 1 / (1 + e) for positive x, else e / (1 + e); the numerator is written without a comparison, which the JIT compiler would not vectorise. */
    static void sigmoidMinus(float[] x, float[] t, float factor, float[] out, int from, int to) {
        negativeMagnitude(x, out, from, to);
        exp(out, from, to);
        for (int i = from; i < to; i++) {
            float positive = Math.min(Math.max(x[i] * Float.MAX_VALUE, 0), 1);
            out[i] = factor * (Math.max(out[i], positive) / (1 + out[i]) - t[i]);
        }
    }

    private static void negativeMagnitude(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = -Math.abs(x[i]);
        }
    }

    @Override
    public float sum(float[] x, int from, int length) {
        return sum(x, from, length, parts);
    }

    /** In as many partial sums as there is room for; each element goes to the next. */
    static float sum(float[] x, int from, int length, float[] parts) {
        Arrays.fill(parts, 0);
        int whole = length - length % parts.length;
        for (int i = 0; i < whole; i += parts.length) {
            for (int part = 0; part < parts.length; part++) {
                parts[part] += x[from + i + part];
            }
        }
        float sum = 0;
        for (float part : parts) {
            sum += part;
        }
        for (int i = whole; i < length; i++) {
            sum += x[from + i];
        }
        return sum;
    }

    @Override
    public float max(float[] x, int from, int length) {
        return max(x, from, length, Float.NEGATIVE_INFINITY);
    }

    static float max(float[] x, int from, int length, float atLeast) {
        float largest = atLeast;
        for (int i = from; i < from + length; i++) {
            largest = Math.max(largest, x[i]);
        }
        return largest;
    }

    @Override
    public void max(float[] x, int from, float[] into, int length) {
        max(x, from, into, 0, length);
    }

    static void max(float[] x, int from, float[] into, int first, int to) {
        for (int i = first; i < to; i++) {
            into[i] = Math.max(into[i], x[from + i]);
        }
    }

    @Override
    public void add(float[] x, int from, float[] into, int length) {
        add(x, from, into, 0, length);
    }

    static void add(float[] x, int from, float[] into, int first, int to) {
        for (int i = first; i < to; i++) {
            into[i] += x[from + i];
        }
    }

    @Override
    public void subtract(float[] x, int from, float[] y, int length) {
        subtract(x, from, y, 0, length);
    }

    static void subtract(float[] x, int from, float[] y, int first, int to) {
        for (int i = first; i < to; i++) {
            x[from + i] -= y[i];
        }
    }

    @Override
    public void multiply(float[] x, int from, float[] y, int length) {
        multiply(x, from, y, 0, length);
    }

    static void multiply(float[] x, int from, float[] y, int first, int to) {
        for (int i = first; i < to; i++) {
            x[from + i] *= y[i];
        }
    }

    @Override
    public void divide(float[] x, int from, float[] y, int length) {
        divide(x, from, y, 0, length);
    }

    static void divide(float[] x, int from, float[] y, int first, int to) {
        for (int i = first; i < to; i++) {
            x[from + i] /= y[i];
        }
    }

    @Override
    public void divide(float[] x, int from, float divisor, int length) {
        for (int i = from; i < from + length; i++) {
            x[i] /= divisor;
        }
    }

    @Override
    public void mark(float[] x, int from, float[] y, int value, int[] into, int length) {
        mark(x, from, y, value, into, 0, length);
    }

    static void mark(float[] x, int from, float[] y, int value, int[] into, int first, int to) {
        for (int i = first; i < to; i++) {
            into[i] = x[from + i] == y[i] ? value : into[i];
        }
    }

    @Override
    public void maskPositive(MemorySegment y, MemorySegment g, MemorySegment out) {
        maskPositive(y, g, out, 0);
    }

    void maskPositive(MemorySegment y, MemorySegment g, MemorySegment out, long from) {
        for (long offset = from; offset < out.byteSize(); offset += (long) BLOCK * Float.BYTES) {
            int length = (int) Math.min(BLOCK, (out.byteSize() - offset) / Float.BYTES);
            read(y, offset, weights, length);
            read(g, offset, gradients, length);
            for (int i = 0; i < length; i++) {
                gradients[i] = weights[i] > 0 ? gradients[i] : 0;
            }
            write(gradients, out, offset, length);
        }
    }

    @Override
    public void addBias(MemorySegment x, MemorySegment bias, boolean positivePart) {
        for (long first = 0; first < bias.byteSize(); first += (long) BLOCK * Float.BYTES) {
            int length = (int) Math.min(BLOCK, (bias.byteSize() - first) / Float.BYTES);
            read(bias, first, gradients, length);
            for (long row = first; row < x.byteSize(); row += bias.byteSize()) {
                read(x, row, weights, length);
                add(gradients, 0, weights, length);
                if (positivePart) {
                    positivePart(weights, length);
                }
                write(weights, x, row, length);
            }
        }
    }

    private static void positivePart(float[] x, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.max(x[i], 0);
        }
    }

    /** Block by block in arrays: docs/adr/0005-no-memory-segments-in-hot-loops.md. */
    @Override
    public void adam(AdamRates rates, MemorySegment w, MemorySegment m, MemorySegment v, long from, long to, MemorySegment g, long fromG) {
        for (long offset = from; offset < to; offset += (long) BLOCK * Float.BYTES) {
            int length = (int) Math.min(BLOCK, (to - offset) / Float.BYTES);
            read(w, offset, weights, length);
            read(m, offset, firstMoments, length);
            read(v, offset, secondMoments, length);
            read(g, fromG + offset - from, gradients, length);
            average(rates.beta1(), rates.rest1(), firstMoments, gradients, length);
            averageSquares(rates.beta2(), rates.rest2(), secondMoments, gradients, length);
            flush(firstMoments, rates.flush1(), secondMoments, rates.flush2(), length);
            descend(rates.stepSize(), rates.rootCorrection(), rates.epsilon(), weights, firstMoments, secondMoments, length);
            write(weights, w, offset, length);
            write(firstMoments, m, offset, length);
            write(secondMoments, v, offset, length);
        }
    }

    // Native memory by its address, since threads of a team work on what belongs to the thread of a session.

    private static void read(MemorySegment segment, long offset, float[] into, int length) {
        if (segment.isNative()) {
            MemorySegment.copy(MEMORY, LAYOUT, segment.address() + offset, into, 0, length);
        } else {
            MemorySegment.copy(segment, LAYOUT, offset, into, 0, length);
        }
    }

    private static void write(float[] x, MemorySegment segment, long offset, int length) {
        if (segment.isNative()) {
            MemorySegment.copy(x, 0, MEMORY, LAYOUT, segment.address() + offset, length);
        } else {
            MemorySegment.copy(x, 0, segment, LAYOUT, offset, length);
        }
    }

    private static void average(float beta, float rest, float[] m, float[] g, int length) {
        for (int i = 0; i < length; i++) {
            m[i] = beta * m[i] + rest * g[i];
        }
    }

    private static void averageSquares(float beta, float rest, float[] v, float[] g, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = beta * v[i] + rest * g[i] * g[i];
        }
    }

    /** Multiplies by 1, or by 0 below the thresholds: unlike a comparison, that is something the JIT turns into vector instructions. */
    private static void flush(float[] m, float flush1, float[] v, float flush2, int length) {
        for (int i = 0; i < length; i++) {
            m[i] = m[i] * reaches(Math.abs(m[i]), flush1) + 0f;
            v[i] = v[i] * reaches(v[i], flush2) + 0f;
        }
    }

    /** 1 from the threshold on, else 0: a difference of floats, scaled, is at least 1 unless it is 0. */
    private static int reaches(float x, float threshold) {
        return (int) Math.min(Math.max((x - threshold) * SCALE * SCALE + 1, 0), 1);
    }

    private static void descend(float stepSize, float rootCorrection, float epsilon, float[] w, float[] m, float[] v, int length) {
        for (int i = 0; i < length; i++) {
            w[i] -= stepSize * m[i] / ((float) Math.sqrt(v[i]) * rootCorrection + epsilon);
        }
    }
}
