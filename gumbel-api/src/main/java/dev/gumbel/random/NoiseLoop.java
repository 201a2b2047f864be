package dev.gumbel.random;

import dev.gumbel.op.NoiseKind;

/** The draws of many words; all implementations give the same bits. */
@FunctionalInterface
public interface NoiseLoop {

    /** out[i] = the draw of words[from + i] for {@code length} words. */
    void draw(NoiseKind kind, int[] words, int from, float[] out, int length);

    /** One word after the other. */
    static void scalar(NoiseKind kind, int[] words, int from, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = draw(kind, words[from + i]);
        }
    }

    /** The draw of one word. */
    static float draw(NoiseKind kind, int word) {
        return switch (kind) {
            case GUMBEL -> GumbelTransform.gumbel(word);
            case UNIFORM -> UniformTransform.uniform(word);
            case EXPONENTIAL -> ExponentialTransform.exponential(word);
            case LOGISTIC -> LogisticTransform.logistic(word);
            case NORMAL -> NormalTransform.normal(word);
        };
    }
}
