package dev.gumbel.random;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The draws of one {@link NoiseAddress}: draw i is the kind's transform, such as {@link GumbelTransform#gumbel}, of word i of the stream. */
public final class NoiseDraws {
    private final NoiseAddress address;
    private final RandomStream stream;
    private final Loops loops;

    private NoiseDraws(NoiseAddress address, RandomStream stream, Loops loops) {
        this.address = address;
        this.stream = stream;
        this.loops = loops;
    }

    NoiseDraws(NoiseAddress address) {
        this(address, RandomStream.of(address.seed(), address.domain(), address.name(), address.step()),
                new Loops(PhiloxLoop::scalar, NoiseLoop::scalar));
    }

    /** What draws, and the memory it draws in. Not thread-safe. */
    public static final class Loops {
        /** So many words and draws stay in the first-level cache. */
        public static final int CHUNK = 2048;

        private final PhiloxLoop philox;
        private final NoiseLoop transform;
        private final int[] words = new int[CHUNK];
        private final float[] draws = new float[CHUNK];

        /** Loops with memory of their own. */
        public Loops(PhiloxLoop philox, NoiseLoop transform) {
            this.philox = philox;
            this.transform = transform;
        }
    }

    /** Whose draws these are: what a backend needs that draws on its own device. */
    public NoiseAddress address() {
        return address;
    }

    /** The draws of the same noise in another step. They share this one's loops, and so its thread. */
    public NoiseDraws at(long step) {
        return new NoiseDraws(address.at(step), stream.at(step), loops);
    }

    /** The same draws by other loops. */
    public NoiseDraws by(Loops others) {
        return new NoiseDraws(address, stream, others);
    }

    /** The draw at an index. */
    public float get(long index) {
        return NoiseLoop.draw(address.kind(), stream.word(index));
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
        loops.transform.draw(address.kind(), loops.words, skip, loops.draws, length);
        return length;
    }
}
