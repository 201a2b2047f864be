package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * e^x and log x in plain loops that the JIT compiler (JDK 25) turns into vector instructions: without comparisons or conversions, and with all arrays
 * read and written at one index. A loop that takes a float for its bits stays as it is, so these are copied from arrays of one kind to the other.
 */
final class Exponentials {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int BLOCK = 1024;
    private static final int LOWEST_MAGNITUDE = Float.floatToRawIntBits(-Polynomials.LOWEST);

    private final float[] x = new float[BLOCK];
    private final float[] y = new float[BLOCK];
    private final float[] z = new float[BLOCK];
    private final int[] bits = new int[BLOCK];
    private final int[] exponents = new int[BLOCK];
    private final MemorySegment floatsOfBits = MemorySegment.ofArray(bits);
    private final MemorySegment floatsOfExponents = MemorySegment.ofArray(exponents);

    /** x = e^x from an index on. */
    void exp(float[] values, int from, int to) {
        for (int first = from; first < to; first += BLOCK) {
            int length = Math.min(BLOCK, to - first);
            System.arraycopy(values, first, x, 0, length);
            round(x, y, length);
            MemorySegment.copy(x, 0, floatsOfBits, LAYOUT, 0, length);
            boolean low = areLow(bits, length);
            MemorySegment.copy(y, 0, floatsOfBits, LAYOUT, 0, length);
            powers(bits, length);
            MemorySegment.copy(floatsOfBits, LAYOUT, 0, y, 0, length);
            exp(x, y, length);
            if (low) {
                clearLow(values, first, x, length);
            }
            System.arraycopy(x, 0, values, first, length);
        }
    }

    /** n, in the last bits, with x = n log 2 + r. */
    private static void round(float[] x, float[] rounded, int length) {
        for (int i = 0; i < length; i++) {
            rounded[i] = Math.fma(x[i], Polynomials.LOG2_E, Polynomials.ROUND);
        }
    }

    /** Whether some floats are below the lowest, or none: by the sign of the difference of magnitudes. */
    private static boolean areLow(int[] bits, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= LOWEST_MAGNITUDE - (bits[i] & Integer.MAX_VALUE);
        }
        return difference < 0;
    }

    private static void clearLow(float[] exponents, int from, float[] x, int length) {
        for (int i = 0; i < length; i++) {
            if (exponents[from + i] < Polynomials.LOWEST) {
                x[i] = 0;
            }
        }
    }

    private static void powers(int[] bits, int length) {
        for (int i = 0; i < length; i++) {
            bits[i] = (bits[i] << Polynomials.EXPONENT_BITS) + Polynomials.ONE_BITS;
        }
    }

    /** 2^n e^r. */
    private static void exp(float[] x, float[] powers, int length) {
        for (int i = 0; i < length; i++) {
            float n = Math.fma(x[i], Polynomials.LOG2_E, Polynomials.ROUND) - Polynomials.ROUND;
            float r = Math.fma(n, -Polynomials.LN2_LOW, Math.fma(n, -Polynomials.LN2_HIGH, x[i]));
            float p = Math.fma(Polynomials.E0, r, Polynomials.E1);
            p = Math.fma(p, r, Polynomials.E2);
            p = Math.fma(p, r, Polynomials.E3);
            p = Math.fma(p, r, Polynomials.E4);
            p = Math.fma(p, r, Polynomials.E5);
            x[i] = (Math.fma(p, r * r, r) + 1) * powers[i];
        }
    }

    /** x = log x from an index on. */
    void log(float[] values, int from, int to) {
        for (int first = from; first < to; first += BLOCK) {
            int length = Math.min(BLOCK, to - first);
            System.arraycopy(values, first, x, 0, length);
            MemorySegment.copy(x, 0, floatsOfBits, LAYOUT, 0, length);
            split(bits, exponents, length);
            MemorySegment.copy(floatsOfBits, LAYOUT, 0, y, 0, length);
            MemorySegment.copy(floatsOfExponents, LAYOUT, 0, z, 0, length);
            log(x, y, z, length);
            System.arraycopy(x, 0, values, first, length);
        }
    }

    /** From the bits of 2^n (1 + h) to those of 1 + h, and of n, in the last bits of a float. */
    private static void split(int[] bits, int[] exponents, int length) {
        for (int i = 0; i < length; i++) {
            int exponent = bits[i] - Polynomials.SQRT_HALF_BITS >> Polynomials.EXPONENT_BITS;
            bits[i] -= exponent << Polynomials.EXPONENT_BITS;
            exponents[i] = exponent + Polynomials.ROUND_BITS;
        }
    }

    /** n log 2 + log(1 + h), NaN where x is. */
    private static void log(float[] x, float[] mantissas, float[] exponents, int length) {
        for (int i = 0; i < length; i++) {
            float h = mantissas[i] - 1;
            float n = exponents[i] - Polynomials.ROUND;
            float p = Math.fma(Polynomials.L0, h, Polynomials.L1);
            p = Math.fma(p, h, Polynomials.L2);
            p = Math.fma(p, h, Polynomials.L3);
            p = Math.fma(p, h, Polynomials.L4);
            p = Math.fma(p, h, Polynomials.L5);
            p = Math.fma(p, h, Polynomials.L6);
            p = Math.fma(p, h, Polynomials.L7);
            p = Math.fma(p, h, Polynomials.L8);
            float square = h * h;
            float tail = Math.fma(n, Polynomials.LN2_LOW, p * h * square);
            x[i] = Math.fma(n, Polynomials.LN2_HIGH, Math.fma(square, -0.5f, tail) + h) + (x[i] - x[i]);
        }
    }
}
