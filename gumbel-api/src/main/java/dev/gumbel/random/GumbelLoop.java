package dev.gumbel.random;

import dev.gumbel.lanes.VectorApi;

/** {@link GumbelTransform} of many words; all implementations give the same bits. */
@FunctionalInterface
interface GumbelLoop {

    /** out[i] = the draw of words[from + i] for {@code length} words. */
    void draw(int[] words, int from, float[] out, int length);

    /** The fastest one this JVM can run. */
    static GumbelLoop best() {
        return VectorApi.isUsable() ? vectors() : GumbelLoop::scalar;
    }

    /** Apart, so that the class that names the Vector API is loaded no earlier than this is called. */
    private static GumbelLoop vectors() {
        return new WarmingGumbelLoop();
    }

    static void scalar(int[] words, int from, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = GumbelTransform.gumbel(words[from + i]);
        }
    }
}
