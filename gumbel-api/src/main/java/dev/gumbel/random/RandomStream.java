package dev.gumbel.random;

import java.nio.charset.StandardCharsets;

/**
 * A sequence of 2^34 random words, addressed by seed, domain, name and step: word {@code i} is lane {@code i & 3} of the Philox block with counter
 * (i / 4, id of the name, low half of the step, domain and high bits of the step) under the key (low, high half of the seed).
 */
public final class RandomStream {
    private static final int STEP_BITS = 56;
    private static final long LENGTH = 1L << 34;

    private final long seed;
    private final Domain domain;
    private final String name;
    private final int id;
    private final long step;

    private RandomStream(long seed, Domain domain, String name, int id, long step) {
        if (step < 0 || step >= 1L << STEP_BITS) {
            throw new IllegalArgumentException("random stream '" + name + "': step " + step + " must be in [0, 2^" + STEP_BITS + ")");
        }
        this.seed = seed;
        this.domain = domain;
        this.name = name;
        this.id = id;
        this.step = step;
    }

    /**
     * The stream of this address.
     *
     * @throws IllegalArgumentException if the step is negative or 2^56 or more
     */
    public static RandomStream of(long seed, Domain domain, String name, long step) {
        return new RandomStream(seed, domain, name, id(name), step);
    }

    /** The stream of the same seed, domain and name in another step. */
    RandomStream at(long other) {
        return new RandomStream(seed, domain, name, id, other);
    }

    /** The number that stands for a name: FNV-1a over its UTF-8 bytes, then MurmurHash3's final mix. */
    public static int id(String name) {
        int hash = 0x811C9DC5;
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xFF)) * 0x01000193;
        }
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return hash ^ hash >>> 16;
    }

    /** The word at an index. */
    public int word(long index) {
        int[] block = new int[Philox.LANES];
        PhiloxLoop.scalar(block(index), id, (int) step, domainAndStepHigh(), (int) seed, (int) (seed >>> 32), block, 1);
        return block[(int) (index % Philox.LANES)];
    }

    /**
     * Words from an index on.
     *
     * @param first a multiple of 4
     * @param out filled from 0 on; at least {@code count} rounded up to a multiple of 4 long
     */
    void words(long first, int[] out, int count, PhiloxLoop loop) {
        int blocks = Math.ceilDiv(count, Philox.LANES);
        int block = block(first);
        if (blocks > 1) {
            block(first + (blocks - 1L) * Philox.LANES);
        }
        loop.draw(block, id, (int) step, domainAndStepHigh(), (int) seed, (int) (seed >>> 32), out, blocks);
    }

    private int domainAndStepHigh() {
        return domain.code() << 24 | (int) (step >>> 32);
    }

    /** The block that holds a word. */
    private static int block(long index) {
        if (index < 0 || index >= LENGTH) {
            throw new IndexOutOfBoundsException("random stream: index " + index + " must be in [0, 2^34)");
        }
        return (int) (index / Philox.LANES);
    }
}
