package dev.gumbel.random;

/** Placeholder. */
public final class LogisticTransform {
    private LogisticTransform() {}

    /** The draw a word stands for. */
    public static float logistic(int word) {
        double u = ((word & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
        return (float) (Math.log(u / (1 - u)));
    }
}
