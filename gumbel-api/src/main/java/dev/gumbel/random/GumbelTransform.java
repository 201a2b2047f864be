package dev.gumbel.random;

/**
 * From a random word to a standard Gumbel draw, "noise v1": the same float for the same word everywhere.
 *
 * <p>With m the word's magnitude and v = (m + 1/2) 2^-32 in (0, 1/2], a word not negative stands for the uniform v, a negative one for 1 - v. So
 * the uniform never passes through a float near 1, where it would round to 1 and the draw to infinity. The draw is -log(E) with E = -log(v), or
 * E = -log(1 - v) = v q(v). In the second case -log(E) = -log(v) - log q(v): taking the product apart keeps its rounding out of the large draws.
 *
 * <p>Only fused multiply-adds in a fixed order, single products that feed no addition, exact powers of two and comparisons: what vector lanes and
 * GPU kernels do to the same bits. Error against double: at most max(5e-7, 0.55 ulp).
 */
public final class GumbelTransform {
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

    /** Minimax coefficients of -log(q(v)) / v on [0, 1/2], lowest first. */
    public static final float M0 = -0x1.ffff94p-2f;
    public static final float M1 = -0x1.aaddcep-3f;
    public static final float M2 = -0x1.f7b6d2p-4f;
    public static final float M3 = -0x1.b732aap-4f;
    public static final float M4 = 0x1.59666ep-5f;
    public static final float M5 = -0x1.85d54p-2f;
    public static final float M6 = 0x1.fb70b4p-2f;
    public static final float M7 = -0x1.bc2324p-2f;

    private GumbelTransform() {}

    /** The draw a word stands for, in about [-3.13, 22.88]. */
    public static float gumbel(int word) {
        int magnitude = word ^ word >> 31;
        float v = (magnitude + 0.5f) * 0x1p-32f;
        return word < 0 ? negLog(v, v, logRatio(v)) : negLog(negLog(v, 0, 0), 0, 0);
    }

    /** -log(q(v)) / v with q(v) = -log(1 - v) / v. */
    private static float logRatio(float v) {
        float p = Math.fma(M7, v, M6);
        p = Math.fma(p, v, M5);
        p = Math.fma(p, v, M4);
        p = Math.fma(p, v, M3);
        p = Math.fma(p, v, M2);
        p = Math.fma(p, v, M1);
        return Math.fma(p, v, M0);
    }

    /** -log(x) + a b for a normal x above 0. */
    private static float negLog(float x, float a, float b) {
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
