package dev.gumbel.random;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The standard Gumbel draws of one name in one run: draw i is {@link GumbelTransform#gumbel} of word i of the stream. */
public final class GumbelNoise {
    private static final int CHUNK = 256;

    private final RandomStream stream;

    private GumbelNoise(RandomStream stream) {
        this.stream = stream;
    }

    /** The draws of this address. */
    public static GumbelNoise of(long seed, Domain domain, String name, long step) {
        return new GumbelNoise(RandomStream.of(seed, domain, name, step));
    }

    /** The draw at an index. */
    public float get(long index) {
        return GumbelTransform.gumbel(stream.word(index));
    }

    /**
     * Writes draws as float32 in native order.
     *
     * @param first index of the first draw
     */
    public void fill(MemorySegment out, long first, long count) {
        int[] words = new int[CHUNK];
        float[] draws = new float[CHUNK];
        GumbelLoop loop = GumbelLoop.best();
        int skip = Math.floorMod(first, Philox.LANES);
        long done = 0;
        while (done < count) {
            int length = (int) Math.min(CHUNK - skip, count - done);
            stream.words(first + done - skip, words, skip + length);
            loop.draw(words, skip, draws, length);
            MemorySegment.copy(draws, 0, out, ValueLayout.JAVA_FLOAT_UNALIGNED, done * Float.BYTES, length);
            done += length;
            skip = 0;
        }
    }
}
