package dev.gumbel.random;

import dev.gumbel.op.NoiseKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The draws of one {@link NoiseAddress}: draw i is the kind's transform, such as {@link GumbelTransform#gumbel}, of word i of the stream.
 * {@link #fill} is not thread-safe.
 */
public final class NoiseDraws {
    /** Words and draws stay in the first-level cache. */
    private static final int CHUNK = 2048;

    private final NoiseAddress address;
    private final RandomStream stream;
    private final PhiloxLoop philox;
    private final NoiseLoop transform;
    private final int[] words;
    private final float[] draws;

    private NoiseDraws(NoiseAddress address, RandomStream stream, PhiloxLoop philox, NoiseLoop transform, int[] words, float[] draws) {
        this.address = address;
        this.stream = stream;
        this.philox = philox;
        this.transform = transform;
        this.words = words;
        this.draws = draws;
    }

    NoiseDraws(NoiseAddress address) {
        this(address, RandomStream.of(address.seed(), address.domain(), address.name(), address.step()),
                PhiloxLoop::scalar, NoiseLoop::scalar, new int[CHUNK], new float[CHUNK]);
    }

    /** Whose draws these are: what a backend needs that draws on its own device. */
    public NoiseAddress address() {
        return address;
    }

    /** The draws of the same noise in another step. They share this one's scratch memory, and so its thread. */
    public NoiseDraws at(long step) {
        return new NoiseDraws(address.at(step), stream.at(step), philox, transform, words, draws);
    }

    /** The same draws by other loops. They share this one's scratch memory, and so its thread. */
    public NoiseDraws by(PhiloxLoop philoxLoop, NoiseLoop noiseLoop) {
        return new NoiseDraws(address, stream, philoxLoop, noiseLoop, words, draws);
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
        NoiseKind kind = address.kind();
        int length;
        for (long done = 0; done < count; done += length) {
            int skip = Math.floorMod(first + done, Philox.LANES);
            length = (int) Math.min(CHUNK - skip, count - done);
            stream.words(first + done - skip, words, skip + length, philox);
            transform.draw(kind, words, skip, draws, length);
            MemorySegment.copy(draws, 0, out, ValueLayout.JAVA_FLOAT_UNALIGNED, done * Float.BYTES, length);
        }
    }
}
