package dev.gumbel.random;

import dev.gumbel.op.NoiseKind;

/** What a word's draw is in exact arithmetic, near enough: the same v, with the functions of {@code Math} in double. */
final class NoiseTruth {
    private NoiseTruth() {}

    /** v of the definition: half the distance, at most, to which a word's uniform comes to 0 or 1. */
    static float uniform(int word) {
        int magnitude = word < 0 ? ~word : word;
        return (magnitude + 0.5f) * 0x1p-32f;
    }

    static double draw(NoiseKind kind, int word) {
        double v = uniform(word);
        double sign = word < 0 ? 1 : -1;
        return switch (kind) {
            case GUMBEL -> -Math.log(exponential(v, word));
            case UNIFORM -> word < 0 ? 1 - v : v;
            case EXPONENTIAL -> exponential(v, word);
            case LOGISTIC -> sign * (Math.log1p(-v) - Math.log(v));
            case NORMAL -> sign * NormalQuantile.ofUpper(v);
        };
    }

    private static double exponential(double v, int word) {
        return word < 0 ? -Math.log1p(-v) : -Math.log(v);
    }

    /** The error as a share of what is allowed; NaN if the draw is NaN. */
    static double shareOfBound(NoiseKind kind, float draw, double truth) {
        double ulp = Math.ulp((float) truth);
        double bound = switch (kind) {
            case GUMBEL -> Math.max(5e-7, 0.55 * ulp);
            case UNIFORM -> 0x1p-24;
            case EXPONENTIAL -> 0.9 * ulp;
            case LOGISTIC -> 1.1 * ulp;
            case NORMAL -> Math.min(5e-7, 2.5 * ulp);
        };
        return Math.abs(draw - truth) / bound;
    }

    /** One step of the checksum that docs/noise-v1.md defines. */
    static long mix(long checksum, long value) {
        long mixed = (checksum ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 32;
    }

    static long mix(long checksum, float draw) {
        return mix(checksum, Float.floatToRawIntBits(draw) & 0xFFFFFFFFL);
    }
}
