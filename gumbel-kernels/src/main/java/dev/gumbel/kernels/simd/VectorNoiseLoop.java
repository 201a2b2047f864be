package dev.gumbel.kernels.simd;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.NoiseLoop;

/**
 * By the JDK's Vector API, in passes over words and draws that stay in the first-level cache. The JIT compiler leaves vectors as objects where a
 * method has too many of them, inlined ones counted, and a loop is then ten times as slow for good. So a pass has one logarithm at most, and the
 * compiler is kept from inlining any of them: it does so where a call has had one target or two, and here every kind has three.
 */
final class VectorNoiseLoop implements NoiseLoop {
    private static final Pass SECOND = (words, from, out, whole) -> { };
    private static final Pass THIRD = (words, from, out, whole) -> { };
    private static final Pass[] GUMBEL = {VectorGumbel::first, VectorGumbel::second, THIRD};
    private static final Pass[] UNIFORM = {VectorUniform::all, SECOND, THIRD};
    private static final Pass[] EXPONENTIAL = {VectorExponential::all, SECOND, THIRD};
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
