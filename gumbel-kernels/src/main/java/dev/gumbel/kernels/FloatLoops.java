package dev.gumbel.kernels;

/** Elementwise loops over the first elements of arrays, each of a shape that the JIT compiler turns into vector instructions. */
final class FloatLoops {
    private FloatLoops() {}

    /** a = a + b. */
    static void add(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] += b[i];
        }
    }

    /** a = a b. */
    static void multiply(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] *= b[i];
        }
    }

    /** out = a b. */
    static void product(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a[i] * b[i];
        }
    }

    /** out = factor a + summand. */
    static void scaled(float[] a, float factor, float summand, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = factor * a[i] + summand;
        }
    }
}
