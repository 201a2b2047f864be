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
        float v = UniformTransform.tail(word);
        return word < 0 ? Logarithm.negLog(v, v, logRatio(v)) : Logarithm.negLog(Logarithm.negLog(v, 0, 0), 0, 0);
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
}
