package dev.gumbel.random;

/**
 * From a random word to a uniform number above 0 and below 1: the same float for the same word everywhere. {@link GumbelTransform} says by which
 * rules.
 */
public final class UniformTransform {
    /** The largest float below 1. */
    public static final float BELOW_ONE = 1 - 0x1p-24f;

    private UniformTransform() {}

    /**
     * The number a word stands for, in [2^-33, 1 - 2^-24]: v, or 1 - v rounded to a multiple of 2^-24. A Gumbel or exponential draw made from numbers
     * so coarse near 1 has no tail; {@link GumbelTransform} and {@link ExponentialTransform} have.
     */
    public static float uniform(int word) {
        float v = tail(word);
        return word < 0 ? Math.min(1 - v, BELOW_ONE) : v;
    }

    /** v, in [2^-33, 1/2]: how far from 0, or from 1 if the word is negative, the uniform number is that the word stands for. */
    static float tail(int word) {
        return steps(word) * 0x1p-32f;
    }

    /** v 2^32. */
    static float steps(int word) {
        int magnitude = word ^ word >> 31;
        return magnitude + 0.5f;
    }
}
