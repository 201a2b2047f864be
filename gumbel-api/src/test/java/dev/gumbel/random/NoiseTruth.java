package dev.gumbel.random;

/** What a word's Gumbel draw is in exact arithmetic, near enough: the same uniform, with the logarithms of {@code Math} in double. */
final class NoiseTruth {
    private static final double ABSOLUTE = 5e-7;
    private static final double ULPS = 0.55;

    private NoiseTruth() {}

    /** v of the definition: half the distance, at most, to which a word's uniform comes to 0 or 1. */
    static float uniform(int word) {
        int magnitude = word < 0 ? ~word : word;
        return (magnitude + 0.5f) * 0x1p-32f;
    }

    static double gumbel(int word) {
        double v = uniform(word);
        return -Math.log(word < 0 ? -Math.log1p(-v) : -Math.log(v));
    }

    /** The error as a share of what is allowed, max(5e-7, 0.55 ulp); NaN if the draw is NaN. */
    static double shareOfBound(float draw, double truth) {
        return Math.abs(draw - truth) / Math.max(ABSOLUTE, ULPS * Math.ulp((float) truth));
    }

    /** One step of the checksum that docs/noise-v1.md defines. */
    static long mix(long checksum, long value) {
        long mixed = (checksum ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }
}
