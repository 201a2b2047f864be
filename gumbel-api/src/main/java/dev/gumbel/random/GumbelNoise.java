package dev.gumbel.random;

import dev.gumbel.op.NoiseKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The standard Gumbel draws of one name in one run: draw i is {@link GumbelTransform#gumbel} of word i of the stream. {@link #fill} is not
 * thread-safe.
 */
public final class GumbelNoise {
    /** Words and draws stay in the first-level cache. */
    private static final int CHUNK = 2048;

    private final RandomStream stream;
    private final PhiloxLoop philox;
    private final NoiseLoop loop;
    private final int[] words;
    private final float[] draws;

    private GumbelNoise(RandomStream stream, PhiloxLoop philox, NoiseLoop loop, int[] words, float[] draws) {
        this.stream = stream;
        this.philox = philox;
        this.loop = loop;
        this.words = words;
        this.draws = draws;
    }

    /** The draws of this address. */
    public static GumbelNoise of(long seed, Domain domain, String name, long step) {
        return new GumbelNoise(RandomStream.of(seed, domain, name, step), PhiloxLoop::scalar, NoiseLoop::scalar, new int[CHUNK], new float[CHUNK]);
    }

    /** The draws of the same seed, domain and name in another step. They share this one's scratch memory, and so its thread. */
    public GumbelNoise at(long step) {
        return new GumbelNoise(stream.at(step), philox, loop, words, draws);
    }

    /** The same draws by other loops. They share this one's scratch memory, and so its thread. */
    public GumbelNoise by(PhiloxLoop philoxLoop, NoiseLoop noiseLoop) {
        return new GumbelNoise(stream, philoxLoop, noiseLoop, words, draws);
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
            MemorySegment.copy(draws, 0, out, ValueLayout.JAVA_FLOAT_UNALIGNED, done * Float.BYTES, length);
        }
    }

    /** Writes draws into the first elements of an array; see {@link #fill(MemorySegment, long, long)}. */
    public void fill(float[] out, long first, int count) {
        int length;
        for (int done = 0; done < count; done += length) {
            length = draw(first + done, count - done);
            System.arraycopy(draws, 0, out, done, length);
        }
    }

    /** Draws as many as there is room for; how many these are. */
    private int draw(long first, long most) {
        int skip = Math.floorMod(first, Philox.LANES);
        int length = (int) Math.min(CHUNK - skip, most);
        stream.words(first - skip, words, skip + length, philox);
        loop.draw(NoiseKind.GUMBEL, words, skip, draws, length);
        return length;
    }
}
