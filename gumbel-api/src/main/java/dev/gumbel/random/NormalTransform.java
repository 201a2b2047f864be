package dev.gumbel.random;

/**
 * From a random word to a standard normal draw, the quantile of U: the same float for the same word everywhere, of one word, and of the word's
 * complement the same float with the other sign. Near the centre it is a polynomial in the distance d = 1/2 - v, further out two in w = -log(v).
 * {@link GumbelTransform} says by which rules. Error against double: at most 5e-7, and at most 2.5 ulp.
 */
public final class NormalTransform {
    /** Where the centre begins. */
    public static final float CENTRE = 0.125f;
    /** The w where the tail begins. */
    public static final float TAIL = 6.75f;
    /** The point about which the polynomial between centre and tail is taken. */
    public static final float MIDDLE_ORIGIN = 4;
    /** The point about which the tail's polynomial is taken. */
    public static final float TAIL_ORIGIN = 12;

    /** Minimax coefficients of the draw by d, in d^2 on [0, 9/64], lowest first. */
    public static final float N0 = 0x1.40d932p1f;
    public static final float N1 = 0x1.4ffe54p1f;
    public static final float N2 = 0x1.71328ep2f;
    public static final float N3 = 0x1.006002p4f;
    public static final float N4 = 0x1.efbb0cp4f;
    public static final float N5 = 0x1.147c7cp9f;
    public static final float N6 = -0x1.55ca86p12f;
    public static final float N7 = 0x1.a4782ap15f;
    public static final float N8 = -0x1.e241cp17f;
    public static final float N9 = 0x1.14de68p19f;

    /** Minimax coefficients of the draw in w - 4 on [log 8, 6.75] - 4, lowest first. */
    public static final float S0 = 0x1.0b8034p1f;
    public static final float S1 = 0x1.a1714ap-2f;
    public static final float S2 = -0x1.ee6f0ap-6f;
    public static final float S3 = 0x1.13e9d4p-8f;
    public static final float S4 = -0x1.766504p-11f;
    public static final float S5 = 0x1.196de4p-13f;
    public static final float S6 = -0x1.c0974ap-16f;
    public static final float S7 = 0x1.55638ep-18f;
    public static final float S8 = -0x1.099b3ap-20f;
    public static final float S9 = 0x1.575508p-22f;
    public static final float S10 = -0x1.987a36p-24f;
    public static final float S11 = 0x1.8ca81ap-27f;

    /** Minimax coefficients of the draw in w - 12 on [6.75, 22.88] - 12, lowest first. */
    public static final float T0 = 0x1.17d584p2f;
    public static final float T1 = 0x1.befc8cp-3f;
    public static final float T2 = -0x1.46d5fp-8f;
    public static final float T3 = 0x1.d24c8ep-13f;
    public static final float T4 = -0x1.9a8ad8p-17f;
    public static final float T5 = 0x1.90f804p-21f;
    public static final float T6 = -0x1.9ad9p-25f;
    public static final float T7 = 0x1.bc4306p-29f;
    public static final float T8 = -0x1.1b3a44p-32f;
    public static final float T9 = 0x1.70606ap-36f;
    public static final float T10 = -0x1.40ea4cp-40f;
    public static final float T11 = 0x1.e38f5ap-46f;

    private NormalTransform() {}

    /** The draw a word stands for, in about [-6.34, 6.34]. */
    public static float normal(int word) {
        float v = UniformTransform.tail(word);
        float magnitude = v >= CENTRE ? centre(0.5f - v) : outside(Logarithm.negLog(v, 0, 0));
        return word < 0 ? magnitude : -magnitude;
    }

    private static float centre(float d) {
        return d * slope(d * d);
    }

    private static float outside(float w) {
        return w < TAIL ? middle(w - MIDDLE_ORIGIN) : tail(w - TAIL_ORIGIN);
    }

    private static float slope(float square) {
        float p = Math.fma(N9, square, N8);
        p = Math.fma(p, square, N7);
        p = Math.fma(p, square, N6);
        p = Math.fma(p, square, N5);
        p = Math.fma(p, square, N4);
        p = Math.fma(p, square, N3);
        p = Math.fma(p, square, N2);
        p = Math.fma(p, square, N1);
        return Math.fma(p, square, N0);
    }

    private static float middle(float t) {
        float p = Math.fma(S11, t, S10);
        p = Math.fma(p, t, S9);
        p = Math.fma(p, t, S8);
        p = Math.fma(p, t, S7);
        p = Math.fma(p, t, S6);
        p = Math.fma(p, t, S5);
        p = Math.fma(p, t, S4);
        p = Math.fma(p, t, S3);
        p = Math.fma(p, t, S2);
        p = Math.fma(p, t, S1);
        return Math.fma(p, t, S0);
    }

    private static float tail(float t) {
        float p = Math.fma(T11, t, T10);
        p = Math.fma(p, t, T9);
        p = Math.fma(p, t, T8);
        p = Math.fma(p, t, T7);
        p = Math.fma(p, t, T6);
        p = Math.fma(p, t, T5);
        p = Math.fma(p, t, T4);
        p = Math.fma(p, t, T3);
        p = Math.fma(p, t, T2);
        p = Math.fma(p, t, T1);
        return Math.fma(p, t, T0);
    }
}
