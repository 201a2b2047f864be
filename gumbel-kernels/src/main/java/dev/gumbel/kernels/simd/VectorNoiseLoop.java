package dev.gumbel.kernels.simd;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.NoiseLoop;

/**
 * By the JDK's Vector API, in passes over words and draws that stay in the first-level cache. The JIT compiler leaves vectors as objects where a
 * method has too many of them, inlined ones counted. So a pass has one logarithm at most, and what has many vectors three passes or more: among two
 * the compiler would still choose, and inline both.
 */
final class VectorNoiseLoop implements NoiseLoop {
    private static final Pass[] GUMBEL = {VectorGumbel::first, VectorGumbel::second};
    private static final Pass[] UNIFORM = {VectorUniform::all};
    private static final Pass[] EXPONENTIAL = {VectorExponential::all};
    private static final Pass[] LOGISTIC = {VectorLogistic::outside, VectorLogistic::centre, VectorNoise::sign};
    private static final Pass[] NORMAL = {VectorNormal::negLog, VectorNormal::outside, VectorNormal::centre, VectorNoise::sign};

    /** One pass over the words, and over what the passes before it have made of them. */
    @FunctionalInterface
    private interface Pass {
        void run(int[] words, int from, float[] out, int whole);
    }

    @Override
    public void draw(NoiseKind kind, int[] words, int from, float[] out, int length) {
        int whole = VectorNoise.FLOATS.loopBound(length);
        for (Pass pass : passes(kind)) {
            pass.run(words, from, out, whole);
        }
        for (int i = whole; i < length; i++) {
            out[i] = NoiseLoop.draw(kind, words[from + i]);
        }
    }

    private static Pass[] passes(NoiseKind kind) {
        return switch (kind) {
            case GUMBEL -> GUMBEL;
            case UNIFORM -> UNIFORM;
            case EXPONENTIAL -> EXPONENTIAL;
            case LOGISTIC -> LOGISTIC;
            case NORMAL -> NORMAL;
        };
    }
}
