package dev.gumbel.random;

/** Random orders, addressed like all random numbers, in the domain {@link Domain#SHUFFLE}. */
public final class Permutation {
    private Permutation() {}

    /** The numbers 0 to n - 1 in an order drawn uniformly (Fisher and Yates, from the last place down). */
    public static int[] of(long seed, String name, long step, int n) {
        RandomStream stream = RandomStream.of(seed, Domain.SHUFFLE, name, step);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        long index = 0;
        for (int i = n - 1; i > 0; i--) {
            long product;
            // Lemire 2019: the high half of word x bound is uniform once the few words that would favour small numbers are passed over.
            do {
                product = (stream.word(index++) & 0xFFFFFFFFL) * (i + 1);
            } while ((product & 0xFFFFFFFFL) < (1L << 32) % (i + 1));
            int j = (int) (product >>> 32);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
