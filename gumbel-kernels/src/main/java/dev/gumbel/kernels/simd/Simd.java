package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;

/**
 * Loops over the first elements of arrays, or over memory, in place. There are two implementations: {@link #best} is the one by the JDK's Vector API
 * where that is there. Both compute the same floats, but for the order of sums. Native memory may belong to another thread. Not thread-safe.
 */
public interface Simd {

    /** The fastest implementation this JVM can run. */
    static Simd best() {
        return VectorApi.isUsable() ? VectorApi.simd() : scalar();
    }

    /** Plain loops. */
    static Simd scalar() {
        return new ScalarSimd();
    }

    /** x = e^x for x of at most 0, or NaN. What would be below the smallest normal float is 0. Relative error at most 2e-7. */
    void exp(float[] x, int length);

    /** x = log x for a normal x above 0, or NaN. Relative error at most 3e-7. */
    void log(float[] x, int length);

    /** out = log(1 + e^x) - x t: the negative log likelihood of t under a Bernoulli distribution with logit x. None may be another. */
    void softplusMinus(float[] x, float[] t, float[] out, int length);

    /** out = factor (1 / (1 + e^-x) - t), its gradient by x. */
    void sigmoidMinus(float[] x, float[] t, float factor, float[] out, int length);

    /** The sum of {@code length} elements from an index on, in several partial sums. */
    float sum(float[] x, int from, int length);

    /** The largest of {@code length} elements from an index on, NaN if any is. */
    float max(float[] x, int from, int length);

    /** into = max(into, x), of x from an index on; NaN if any is. */
    void max(float[] x, int from, float[] into, int length);

    /** into = into + x, of x from an index on. */
    void add(float[] x, int from, float[] into, int length);

    /** x = x - y, of x from an index on. */
    void subtract(float[] x, int from, float[] y, int length);

    /** x = x y, of x from an index on. */
    void multiply(float[] x, int from, float[] y, int length);

    /** x = x / y, of x from an index on. */
    void divide(float[] x, int from, float[] y, int length);

    /** x = x / divisor, of x from an index on. */
    void divide(float[] x, int from, float divisor, int length);

    /** into = value where x = y, of x from an index on; else it stays. */
    void mark(float[] x, int from, float[] y, int value, int[] into, int length);

    /** out = g where y is above 0, else 0, of {@code length} elements from one on. */
    void maskPositive(MemorySegment y, MemorySegment g, MemorySegment out, long from, int length);

    /** x = x + bias for {@code rows} rows of x from one on, or max(x + bias, 0), where NaN stays. */
    void addBias(MemorySegment x, long firstRow, int rows, MemorySegment bias, boolean positivePart);

    /**
     * An Adam step: m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; both 0 below their thresholds;
     * w = w - stepSize m / (sqrt(v) rootCorrection + epsilon), of {@code length} elements from one on.
     */
    void adam(AdamRates rates, MemorySegment w, MemorySegment m, MemorySegment v, MemorySegment g, long from, int length);

    /**
     * The scalars of an Adam step.
     *
     * @param rest1 1 - beta1
     * @param rest2 1 - beta2
     * @param flush1 below this magnitude a first moment becomes 0
     * @param flush2 below this a second moment becomes 0
     */
    record AdamRates(
            float beta1, float rest1, float beta2, float rest2, float stepSize, float rootCorrection, float epsilon, float flush1, float flush2) {}
}
