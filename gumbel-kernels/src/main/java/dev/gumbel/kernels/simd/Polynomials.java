package dev.gumbel.kernels.simd;

/** Coefficients of e^x and log x (Moshier, Cephes: expf and logf), for both implementations. */
final class Polynomials {
    static final float LOG2_E = 1.44269504f;
    /** 1.5 2^23: a float added to it is rounded to an integer, which then is in its last bits. */
    static final float ROUND = 0x1.8p23f;
    static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    static final int EXPONENT_BITS = 23;
    static final int ONE_BITS = 0x3F800000;
    /** The bits of sqrt(1/2), where a mantissa range about 1 begins. */
    static final int SQRT_HALF_BITS = 0x3F3504F3;
    /** log 2 in two parts, of which the first has few bits. */
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    /** The logarithm of the smallest normal float. */
    static final float LOWEST = -87.33654f;

    static final float E0 = 1.9875691500e-4f;
    static final float E1 = 1.3981999507e-3f;
    static final float E2 = 8.3334519073e-3f;
    static final float E3 = 4.1665795894e-2f;
    static final float E4 = 1.6666665459e-1f;
    static final float E5 = 0.5f;

    static final float L0 = 7.0376836292e-2f;
    static final float L1 = -1.1514610310e-1f;
    static final float L2 = 1.1676998740e-1f;
    static final float L3 = -1.2420140846e-1f;
    static final float L4 = 1.4249322787e-1f;
    static final float L5 = -1.6668057665e-1f;
    static final float L6 = 2.0000714765e-1f;
    static final float L7 = -2.4999993993e-1f;
    static final float L8 = 3.3333331174e-1f;

    private Polynomials() {}
}
