package dev.gumbel.random;

/** Philox4x32-10, the counter-based generator of Salmon et al. 2011: a bijection of 128-bit counters for each 64-bit key. */
public final class Philox {
    /** Words that one counter yields. */
    public static final int LANES = 4;

    public static final int ROUNDS = 10;
    public static final long MULTIPLIER_0 = 0xD2511F53L;
    public static final long MULTIPLIER_1 = 0xCD9E8D57L;
    public static final int WEYL_0 = 0x9E3779B9;
    public static final int WEYL_1 = 0xBB67AE85;
    public static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /**
     * Enciphers the counter (c0, c1, c2, c3) under the key (k0, k1).
     *
     * @param out receives the four words from {@code offset} on
     */
    public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int offset) {
        int a = c0;
        int b = c1;
        int c = c2;
        int d = c3;
        int key0 = k0;
        int key1 = k1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (a & LOW);
            long product1 = MULTIPLIER_1 * (c & LOW);
            a = (int) (product1 >>> 32) ^ b ^ key0;
            b = (int) product1;
            c = (int) (product0 >>> 32) ^ d ^ key1;
            d = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        out[offset] = a;
        out[offset + 1] = b;
        out[offset + 2] = c;
        out[offset + 3] = d;
    }
}
