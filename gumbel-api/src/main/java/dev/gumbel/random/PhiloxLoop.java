package dev.gumbel.random;

import dev.gumbel.lanes.VectorApi;
import dev.gumbel.lanes.Vectors;

/** {@link Philox} of counters in a row; all implementations give the same words. */
@FunctionalInterface
interface PhiloxLoop {

    /**
     * Enciphers {@code blocks} counters, of which only c0 grows, by 1 each.
     *
     * @param out receives four words for each from 0 on
     */
    void draw(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int blocks);

    /** The fastest one this JVM can run. */
    static PhiloxLoop best() {
        return VectorApi.isUsable() ? vectors() : PhiloxLoop::scalar;
    }

    /** Apart, so that the class that names the Vector API is loaded no earlier than this is called. */
    private static PhiloxLoop vectors() {
        return Vectors.areLong() ? new WarmingPhiloxLoop() : PhiloxLoop::scalar;
    }

    static void scalar(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int blocks) {
        for (int i = 0; i < blocks; i++) {
            Philox.block(c0 + i, c1, c2, c3, k0, k1, out, i * Philox.LANES);
        }
    }
}
