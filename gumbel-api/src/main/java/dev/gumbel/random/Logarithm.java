package dev.gumbel.random;

/** The logarithm of noise v1: the same float for the same float everywhere. */
public final class Logarithm {
    /** log 2 in two parts, negated: of 15 and 17 significant bits, so their products with an exponent are exact, contracted or not. */
    public static final float NEG_LN2_HIGH = -0x1.62e4p-1f;
    public static final float NEG_LN2_LOW = -0x1.7f7dp-20f;
    /** The bits of sqrt(1/2), where a mantissa range symmetric about 1 begins. */
    public static final int SQRT_HALF_BITS = 0x3F3504F3;

    /** Minimax coefficients of (-log(1 - h) - h) / h^2 on [1 - sqrt 2, 1 - sqrt 1/2], lowest first. */
    public static final float Q0 = 0x1.fffffp-2f;
    public static final float Q1 = 0x1.55554cp-2f;
    public static final float Q2 = 0x1.00065ep-2f;
    public static final float Q3 = 0x1.99a838p-3f;
    public static final float Q4 = 0x1.53d596p-3f;
    public static final float Q5 = 0x1.22006ep-3f;
    public static final float Q6 = 0x1.110df6p-3f;
    public static final float Q7 = 0x1.0b6eep-3f;
    public static final float Q8 = 0x1.379c24p-4f;

    private Logarithm() {}

    /** -log(x) + a b for a normal x above 0. */
    static float negLog(float x, float a, float b) {
        int bits = Float.floatToRawIntBits(x);
        int exponent = bits - SQRT_HALF_BITS >> 23;
        float h = 1 - Float.intBitsToFloat(bits - (exponent << 23));
        float p = Math.fma(Q8, h, Q7);
        p = Math.fma(p, h, Q6);
        p = Math.fma(p, h, Q5);
        p = Math.fma(p, h, Q4);
        p = Math.fma(p, h, Q3);
        p = Math.fma(p, h, Q2);
        p = Math.fma(p, h, Q1);
        p = Math.fma(p, h, Q0);
        float mantissaPart = Math.fma(a, b, Math.fma(h * h, p, h));
        return Math.fma(exponent, NEG_LN2_HIGH, Math.fma(exponent, NEG_LN2_LOW, mantissaPart));
    }
}
