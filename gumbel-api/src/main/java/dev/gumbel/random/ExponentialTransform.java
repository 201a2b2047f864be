package dev.gumbel.random;

/**
 * From a random word to a standard exponential draw, E with {@code GumbelTransform}'s -log(E): the same float for the same word everywhere. As a
 * Gumbel draw grows with the uniform number U that the word stands for, an exponential one falls: it is -log(U), -log(v) or -log(1 - v), so that
 * neither the smallest nor the largest are lost to rounding. {@link GumbelTransform} says by which rules. Error against double: at most 0.9 ulp.
 */
public final class ExponentialTransform {
    /** Minimax coefficients of (-log(1 - v) - v) / v^2 on [0, 1/2], lowest first. */
    public static final float R0 = 0x1.fffff4p-2f;
    public static final float R1 = 0x1.5559cp-2f;
    public static final float R2 = 0x1.fee194p-3f;
    public static final float R3 = 0x1.ab6bp-3f;
    public static final float R4 = 0x1.682e98p-4f;
    public static final float R5 = 0x1.273148p-1f;
    public static final float R6 = -0x1.5d80ep0f;
    public static final float R7 = 0x1.a12428p1f;
    public static final float R8 = -0x1.d9faap1f;
    public static final float R9 = 0x1.18e6a2p1f;

    private ExponentialTransform() {}

    /** The draw a word stands for, in about [1.16e-10, 22.88]. */
    public static float exponential(int word) {
        float v = UniformTransform.tail(word);
        float steps = UniformTransform.steps(word);
        // v + v^2 excess(v), scaled by 2^32: a product added to v, itself a product, could be contracted in two ways.
        return word < 0 ? Math.fma(steps * v, excess(v), steps) * 0x1p-32f : Logarithm.negLog(v, 0, 0);
    }

    /** (-log(1 - v) - v) / v^2. */
    static float excess(float v) {
        float p = Math.fma(R9, v, R8);
        p = Math.fma(p, v, R7);
        p = Math.fma(p, v, R6);
        p = Math.fma(p, v, R5);
        p = Math.fma(p, v, R4);
        p = Math.fma(p, v, R3);
        p = Math.fma(p, v, R2);
        p = Math.fma(p, v, R1);
        return Math.fma(p, v, R0);
    }
}
