package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.array.FeedReader;
import dev.gumbel.op.Leaf;
import dev.gumbel.random.Domain;
import dev.gumbel.random.RandomStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What of a noise's address changes from run to run, as kernels are fed it: seven floats, each of which holds 16 bits of an integer: high and low
 * half of the counter's last two words and of the first block, and how many draws of that block are skipped.
 *
 * @param step the counter's third word
 * @param domainAndStep its fourth
 * @param first index of the first draw
 */
record FedAddress(int step, int domainAndStep, long first) {
    /** How many floats it takes. */
    static final int LENGTH = 7;
    private static final int HALF = 16;
    private static final int LANES = 4;

    /**
     * The address of a noise in a run.
     *
     * @throws RuntimeException as where the host draws, if there is no such address
     */
    static FedAddress of(Leaf.Random random, Domain domain, Feed feed) {
        long first = FeedReader.firstDraw(random, feed);
        RandomStream.of(0, domain, random.name(), feed.step()).word(first + random.shape().size() - 1);
        return new FedAddress((int) feed.step(), domain.code() << 24 | (int) (feed.step() >>> 32), first);
    }

    void store(MemorySegment fed, int offset) {
        storeHalves(step, fed, offset);
        storeHalves(domainAndStep, fed, offset + 2);
        storeHalves((int) (first / LANES), fed, offset + 4);
        fed.setAtIndex(ValueLayout.JAVA_FLOAT, offset + 6L, first % LANES);
    }

    private static void storeHalves(int value, MemorySegment fed, int offset) {
        fed.setAtIndex(ValueLayout.JAVA_FLOAT, offset, value >>> HALF);
        fed.setAtIndex(ValueLayout.JAVA_FLOAT, offset + 1L, value & (1 << HALF) - 1);
    }
}
