package dev.gumbel.kernels.simd;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.NoiseLoop;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The plain loop until the one over vectors is compiled, which begins with a kind's first draws. */
final class WarmingNoiseLoop implements NoiseLoop {
    private static final int LENGTH = 30 * Vectors.FLOATS + 1;
    private static final int[] WORDS = new int[LENGTH];
    private static final Map<NoiseKind, WarmUp> WARM_UPS = new ConcurrentHashMap<>();

    static {
        // Of all sizes and both signs.
        Arrays.setAll(WORDS, i -> i * 0x9E3779B9);
    }

    static boolean isWarm(NoiseKind kind) {
        return WARM_UPS.computeIfAbsent(kind, WarmingNoiseLoop::begin).isOver();
    }

    private static WarmUp begin(NoiseKind kind) {
        float[] draws = new float[LENGTH];
        return WarmUp.of(() -> Compiled.LOOP.draw(kind, WORDS, 0, draws, LENGTH));
    }

    @Override
    public void draw(NoiseKind kind, int[] words, int from, float[] out, int length) {
        if (isWarm(kind)) {
            Compiled.LOOP.draw(kind, words, from, out, length);
        } else {
            NoiseLoop.scalar(kind, words, from, out, length);
        }
    }

    /** Loaded, and with it the Vector API, by the thread that runs the samples. */
    private static final class Compiled {
        private static final NoiseLoop LOOP = new VectorNoiseLoop();
    }
}
