package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Plain loops; also the last elements of {@link VectorSimd}. */
final class ScalarSimd implements Simd {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int SIGN = 31;
    private static final int MAGNITUDE = Integer.MAX_VALUE;
    private static final int WHOLE = -1;
    /** Those of the least number that is none. */
    private static final int NAN_BITS = 0x7F800001;
    private static final int PARTS = 8;
    private static final int BLOCK = 1024;

    private final float[] weights = new float[BLOCK];
    private final float[] firstMoments = new float[BLOCK];
    private final float[] secondMoments = new float[BLOCK];
    private final float[] gradients = new float[BLOCK];
    private final int[] valueBits = new int[BLOCK];
    private final int[] gradientBits = new int[BLOCK];
    private final MemorySegment floatsOfBits = MemorySegment.ofArray(gradientBits);
    private final Exponentials exponentials = new Exponentials();
    private float[] logs = {};
    private float[] copy = {};

    @Override
    public void exp(float[] x, int length) {
        exp(x, 0, length);
    }

    void exp(float[] x, int from, int to) {
        exponentials.exp(x, from, to);
    }

    @Override
    public void log(float[] x, int length) {
        log(x, 0, length);
    }

    void log(float[] x, int from, int to) {
        exponentials.log(x, from, to);
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
    void sigmoidMinus(float[] x, float[] t, float factor, float[] out, int from, int to) {
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
        float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0;
        int end = from + length;
        int i = from;
        for (; i <= end - PARTS; i += PARTS) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
            e += x[i + 4];
            f += x[i + 5];
            g += x[i + 6];
            h += x[i + 7];
        }
        float sum = a + b + c + d + e + f + g + h;
        for (; i < end; i++) {
            sum += x[i];
        }
        return sum;
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

    /** Elements from an index on, copied to where an array begins: the JIT compiler makes vectors of what all arrays have at one index. */
    private float[] copied(float[] x, int from, int length) {
        if (copy.length < length) {
            copy = new float[length];
        }
        System.arraycopy(x, from, copy, 0, length);
        return copy;
    }

    @Override
    public void max(float[] x, int from, float[] into, int length) {
        max(copied(x, from, length), 0, into, 0, length);
    }

    static void max(float[] x, int from, float[] into, int first, int to) {
        for (int i = first; i < to; i++) {
            into[i] = Math.max(into[i], x[from + i]);
        }
    }

    @Override
    public void add(float[] x, int from, float[] into, int length) {
        add(copied(x, from, length), 0, into, 0, length);
    }

    static void add(float[] x, int from, float[] into, int first, int to) {
        for (int i = first; i < to; i++) {
            into[i] += x[from + i];
        }
    }

    @Override
    public void subtract(float[] x, int from, float[] y, int length) {
        subtract(copied(x, from, length), 0, y, 0, length);
        System.arraycopy(copy, 0, x, from, length);
    }

    static void subtract(float[] x, int from, float[] y, int first, int to) {
        for (int i = first; i < to; i++) {
            x[from + i] -= y[i];
        }
    }

    @Override
    public void multiply(float[] x, int from, float[] y, int length) {
        multiply(copied(x, from, length), 0, y, 0, length);
        System.arraycopy(copy, 0, x, from, length);
    }

    static void multiply(float[] x, int from, float[] y, int first, int to) {
        for (int i = first; i < to; i++) {
            x[from + i] *= y[i];
        }
    }

    @Override
    public void divide(float[] x, int from, float[] y, int length) {
        divide(copied(x, from, length), 0, y, 0, length);
        System.arraycopy(copy, 0, x, from, length);
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
    public void maskPositive(MemorySegment y, MemorySegment g, MemorySegment out, long from, int length) {
        for (int done = 0; done < length; done += BLOCK) {
            int count = Math.min(BLOCK, length - done);
            Blocks.read(y, from + done, valueBits, count);
            Blocks.read(g, from + done, gradientBits, count);
            maskPositive(valueBits, gradientBits, count);
            Blocks.write(gradientBits, out, from + done, count);
        }
    }

    /** By the bits of floats: those of one above 0 are a number above 0, and none above those of infinity. */
    private static void maskPositive(int[] y, int[] g, int length) {
        for (int i = 0; i < length; i++) {
            int aboveZero = ~(y[i] | y[i] - 1) >> SIGN;
            int number = y[i] - NAN_BITS >> SIGN;
            g[i] &= aboveZero & number;
        }
    }

    @Override
    public void addBias(MemorySegment x, long firstRow, int rows, MemorySegment bias, boolean positivePart) {
        int columns = (int) Blocks.count(bias);
        for (int first = 0; first < columns; first += BLOCK) {
            int length = Math.min(BLOCK, columns - first);
            Blocks.read(bias, first, gradients, length);
            for (long row = firstRow; row < firstRow + rows; row++) {
                Blocks.read(x, row * columns + first, weights, length);
                add(gradients, 0, weights, length);
                if (positivePart) {
                    positivePart(weights, length);
                }
                Blocks.write(weights, x, row * columns + first, length);
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
    public void adam(AdamRates rates, MemorySegment w, MemorySegment m, MemorySegment v, MemorySegment g, long from, int length) {
        for (int done = 0; done < length; done += BLOCK) {
            long first = from + done;
            int count = Math.min(BLOCK, length - done);
            Blocks.read(w, first, weights, count);
            Blocks.read(m, first, firstMoments, count);
            Blocks.read(v, first, secondMoments, count);
            Blocks.read(g, first, gradients, count);
            average(rates.beta1(), rates.rest1(), firstMoments, gradients, count);
            averageSquares(rates.beta2(), rates.rest2(), secondMoments, gradients, count);
            flush(firstMoments, MAGNITUDE, rates.flush1(), count);
            flush(secondMoments, WHOLE, rates.flush2(), count);
            descend(rates.stepSize(), rates.rootCorrection(), rates.epsilon(), weights, firstMoments, secondMoments, count);
            Blocks.write(weights, w, first, count);
            Blocks.write(firstMoments, m, first, count);
            Blocks.write(secondMoments, v, first, count);
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

    /**
     * Moments below the threshold become 0. Seldom is there one that is not yet: then nothing is compared number by number.
     *
     * @param mask the bits that count: without the sign, magnitudes are compared
     */
    private void flush(float[] moments, int mask, float threshold, int length) {
        MemorySegment.copy(moments, 0, floatsOfBits, LAYOUT, 0, length);
        if (areFaint(gradientBits, mask, Float.floatToRawIntBits(threshold), length)) {
            for (int i = 0; i < length; i++) {
                float compared = Float.intBitsToFloat(gradientBits[i] & mask);
                moments[i] = compared < threshold ? 0 : moments[i];
            }
        }
    }

    /** Whether numbers are below the threshold and not 0, by signs: that of the difference of bits, and that of what is not 0 or of its negation. */
    private static boolean areFaint(int[] bits, int mask, int threshold, int length) {
        int faint = 0;
        for (int i = 0; i < length; i++) {
            int compared = bits[i] & mask;
            faint |= (compared - threshold | compared) & (bits[i] | -bits[i]);
        }
        return faint < 0;
    }

    private static void descend(float stepSize, float rootCorrection, float epsilon, float[] w, float[] m, float[] v, int length) {
        for (int i = 0; i < length; i++) {
            w[i] -= stepSize * m[i] / ((float) Math.sqrt(v[i]) * rootCorrection + epsilon);
        }
    }
}
