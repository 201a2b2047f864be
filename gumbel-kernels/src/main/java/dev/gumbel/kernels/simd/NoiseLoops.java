package dev.gumbel.kernels.simd;

import dev.gumbel.random.NoiseDraws;
import dev.gumbel.random.NoiseLoop;
import dev.gumbel.random.PhiloxLoop;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Fills memory with noise; the bits are the same for all loops and any number of threads. Not thread-safe. */
public final class NoiseLoops {
    private static final int BLOCK = NoiseDraws.Loops.CHUNK;

    private final WorkerPool workers;
    // One a thread.
    private final List<NoiseDraws.Loops> loops;
    private final List<float[]> draws;

    private NoiseLoops(WorkerPool workers, PhiloxLoop philox, NoiseLoop transform) {
        this.workers = workers;
        this.loops = workers.each(_ -> new NoiseDraws.Loops(philox, transform));
        this.draws = workers.each(_ -> new float[BLOCK]);
    }

    /** The fastest loops this JVM can run. */
    public static NoiseLoops best(WorkerPool workers) {
        return VectorApi.isUsable() ? vectors(workers) : scalar(workers);
    }

    /** Apart, so that the classes that name the Vector API are loaded no earlier than this is called. */
    private static NoiseLoops vectors(WorkerPool workers) {
        return new NoiseLoops(workers, Vectors.areLong() ? new WarmingPhiloxLoop() : PhiloxLoop::scalar, new WarmingNoiseLoop());
    }

    /** Plain loops. */
    public static NoiseLoops scalar(WorkerPool workers) {
        return new NoiseLoops(workers, PhiloxLoop::scalar, NoiseLoop::scalar);
    }

    /**
     * Fills memory with draws as float32 in native order.
     *
     * @param first index of the first draw
     */
    public void fill(NoiseDraws noise, MemorySegment out, long first) {
        workers.run(Blocks.count(out), BLOCK, (member, from, count) -> {
            float[] own = draws.get(member);
            noise.by(loops.get(member)).fill(own, first + from, count);
            Blocks.write(own, out, from, count);
        });
    }
}
