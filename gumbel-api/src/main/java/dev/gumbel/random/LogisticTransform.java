package dev.gumbel.random;

/**
 * From a random word to a standard logistic draw, log(U / (1 - U)): the same float for the same word everywhere, and of the word's complement the
 * same float with the other sign. {@link GumbelTransform} says by which rules. Error against double: at most 1.1 ulp.
 */
public final class LogisticTransform {
    /** Where the centre begins, in which the draw is computed from the distance to 1/2. */
    public static final float CENTRE = 0.25f;

    /** Minimax coefficients of (2 artanh(c / 2) - c) / c^3 in c^2 on [0, 1], lowest first. */
    public static final float C0 = 0x1.55554p-4f;
    public static final float C1 = 0x1.99a678p-7f;
    public static final float C2 = 0x1.234d64p-9f;
    public static final float C3 = 0x1.e403bcp-12f;
    public static final float C4 = 0x1.a69f3p-15f;
    public static final float C5 = 0x1.694414p-15f;

    private LogisticTransform() {}

    /** The draw a word stands for, in about [-22.88, 22.88]. */
    public static float logistic(int word) {
        float v = UniformTransform.tail(word);
        float magnitude = v >= CENTRE ? centre(2 - 4 * v) : Logarithm.negLog(v, -v, Math.fma(ExponentialTransform.excess(v), v, 1));
        return word < 0 ? magnitude : -magnitude;
    }

    /** 2 artanh(c / 2). */
    private static float centre(float c) {
        float square = c * c;
        return Math.fma(c * square, excess(square), c);
    }

    private static float excess(float square) {
        float p = Math.fma(C5, square, C4);
        p = Math.fma(p, square, C3);
        p = Math.fma(p, square, C2);
        p = Math.fma(p, square, C1);
        return Math.fma(p, square, C0);
    }
}
