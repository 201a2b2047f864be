package dev.gumbel.random;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The standard Gumbel draws of one name in one run: draw i is {@link GumbelTransform#gumbel} of word i of the stream. {@link #fill} is not
 * thread-safe.
 */
public final class GumbelNoise {
    private final RandomStream stream;
    private final Loops loops;

    private GumbelNoise(RandomStream stream, Loops loops) {
        this.stream = stream;
        this.loops = loops;
    }

    /** Who computes the draws, and scratch memory to do it in. Not thread-safe. */
    public static final class Loops {
        /** So many words and draws stay in the first-level cache. */
        public static final int CHUNK = 2048;

        private final PhiloxLoop philox;
        private final GumbelLoop gumbel;
        private final int[] words = new int[CHUNK];
        private final float[] draws = new float[CHUNK];

        /** Loops with memory of their own. */
        public Loops(PhiloxLoop philox, GumbelLoop gumbel) {
            this.philox = philox;
            this.gumbel = gumbel;
        }
    }

    /** The draws of this address. */
    public static GumbelNoise of(long seed, Domain domain, String name, long step) {
        return new GumbelNoise(RandomStream.of(seed, domain, name, step), new Loops(PhiloxLoop::scalar, GumbelLoop::scalar));
    }

    /** The draws of the same seed, domain and name in another step. They share this one's loops, and so its thread. */
    public GumbelNoise at(long step) {
        return new GumbelNoise(stream.at(step), loops);
    }

    /** The same draws by other loops. */
    public GumbelNoise by(Loops others) {
        return new GumbelNoise(stream, others);
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
        int length;
        for (long done = 0; done < count; done += length) {
            length = draw(first + done, count - done);
            MemorySegment.copy(loops.draws, 0, out, ValueLayout.JAVA_FLOAT_UNALIGNED, done * Float.BYTES, length);
        }
    }

    /** Writes draws into the first elements of an array; see {@link #fill(MemorySegment, long, long)}. */
    public void fill(float[] out, long first, int count) {
        int length;
        for (int done = 0; done < count; done += length) {
            length = draw(first + done, count - done);
            System.arraycopy(loops.draws, 0, out, done, length);
        }
    }

    /** Draws as many as there is room for; how many these are. */
    private int draw(long first, long most) {
        int skip = Math.floorMod(first, Philox.LANES);
        int length = (int) Math.min(Loops.CHUNK - skip, most);
        stream.words(first - skip, loops.words, skip + length, loops.philox);
        loops.gumbel.draw(loops.words, skip, loops.draws, length);
        return length;
    }
}
