package dev.gumbel.random;

/** Placeholder. */
public final class UniformTransform {
    private UniformTransform() {}

    /** The draw a word stands for. */
    public static float uniform(int word) {
        double u = ((word & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
        return (float) (Math.min(u, 1 - 0x1p-24));
    }
}
