package dev.gumbel.kernels.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The time until the JIT compiler has compiled loops over vectors. Before that each vector is an object, and a loop takes a hundred times as long as
 * its plain twin, which gives the same bits and runs in its place. A thread in the background runs the loops on a few elements, so that the compiler
 * gets to them, and ends when all are compiled.
 */
public final class WarmUp {
    /** Compiled, a sample of some 30 vectors takes 1 us at most, and 20 and more where vectors are objects. */
    private static final long COMPILED_NANOS = 8_000;
    private static final long PAUSE_NANOS = 1_000_000;
    /** Rounds after which it is over in any case: the JIT compiler takes a method up after 5,000 calls at the latest. */
    private static final int PATIENCE = 20_000;
    private static final List<WarmUp> COLD = new ArrayList<>();

    /** Those that are not yet compiled. */
    private final List<Runnable> samples;
    private int rounds;
    private volatile boolean over;

    private WarmUp(List<Runnable> samples) {
        this.samples = samples;
    }

    /**
     * Begins one.
     *
     * @param samples the loops, each on about 30 vectors and one element more; called by another thread, again and again
     */
    public static WarmUp of(Runnable... samples) {
        WarmUp begun = new WarmUp(new ArrayList<>(List.of(samples)));
        synchronized (COLD) {
            COLD.add(begun);
            if (COLD.size() == 1) {
                Thread.ofPlatform().daemon().name("gumbel-warm-up").start(WarmUp::run);
            }
        }
        return begun;
    }

    /** Whether all loops are compiled. */
    public boolean isOver() {
        return over;
    }

    private static void run() {
        for (List<WarmUp> cold = cold(); !cold.isEmpty(); cold = cold()) {
            cold.forEach(WarmUp::round);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static List<WarmUp> cold() {
        synchronized (COLD) {
            COLD.removeIf(WarmUp::isOver);
            return List.copyOf(COLD);
        }
    }

    private void round() {
        samples.removeIf(WarmUp::isCompiled);
        rounds++;
        over = samples.isEmpty() || rounds == PATIENCE;
    }

    private static boolean isCompiled(Runnable sample) {
        long begun = System.nanoTime();
        sample.run();
        return System.nanoTime() - begun < COMPILED_NANOS;
    }
}
