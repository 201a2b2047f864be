package dev.gumbel.random;

/** {@link Philox} of counters in a row; all implementations give the same words. */
@FunctionalInterface
public interface PhiloxLoop {

    /**
     * Enciphers {@code blocks} counters, of which only c0 grows, by 1 each.
     *
     * @param out receives four words for each from 0 on
     */
    void draw(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int blocks);

    /** One counter after the other. */
    static void scalar(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int blocks) {
        for (int i = 0; i < blocks; i++) {
            Philox.block(c0 + i, c1, c2, c3, k0, k1, out, i * Philox.LANES);
        }
    }
}
