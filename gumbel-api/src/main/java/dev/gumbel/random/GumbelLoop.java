package dev.gumbel.random;

/** {@link GumbelTransform} of many words; all implementations give the same bits. */
@FunctionalInterface
public interface GumbelLoop {

    /** out[i] = the draw of words[from + i] for {@code length} words. */
    void draw(int[] words, int from, float[] out, int length);

    /** One word after the other. */
    static void scalar(int[] words, int from, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = GumbelTransform.gumbel(words[from + i]);
        }
    }
}
