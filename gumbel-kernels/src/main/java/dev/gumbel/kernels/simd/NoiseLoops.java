package dev.gumbel.kernels.simd;

import dev.gumbel.random.NoiseDraws;
import dev.gumbel.random.NoiseLoop;
import dev.gumbel.random.PhiloxLoop;
import java.lang.foreign.MemorySegment;

/** Fills memory with noise; the bits are the same for all loops. */
public final class NoiseLoops {
    private final PhiloxLoop philox;
    private final NoiseLoop loop;

    private NoiseLoops(PhiloxLoop philox, NoiseLoop loop) {
        this.philox = philox;
        this.loop = loop;
    }

    /** The fastest loops this JVM can run. */
    public static NoiseLoops best() {
        return VectorApi.isUsable() ? vectors() : scalar();
    }

    /** Apart, so that the classes that name the Vector API are loaded no earlier than this is called. */
    private static NoiseLoops vectors() {
        return new NoiseLoops(Vectors.areLong() ? new WarmingPhiloxLoop() : PhiloxLoop::scalar, new WarmingNoiseLoop());
    }

    /** Plain loops. */
    public static NoiseLoops scalar() {
        return new NoiseLoops(PhiloxLoop::scalar, NoiseLoop::scalar);
    }

    /**
     * Writes draws as float32 in native order.
     *
     * @param first index of the first draw
     */
    public void fill(NoiseDraws noise, MemorySegment out, long first, long count) {
        noise.by(philox, loop).fill(out, first, count);
    }
}
