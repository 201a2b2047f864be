package dev.gumbel.kernels.simd;

import dev.gumbel.kernels.simd.Vectors;
import dev.gumbel.kernels.simd.WarmUp;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.NoiseLoop;

/** The plain loop until the one over vectors is compiled. */
final class WarmingGumbelLoop implements NoiseLoop {
    private static final int LENGTH = 30 * Vectors.FLOATS + 1;
    private static final int[] WORDS = new int[LENGTH];
    private static final float[] DRAWS = new float[LENGTH];
    private static final WarmUp WARM_UP = WarmUp.of(() -> Compiled.LOOP.draw(NoiseKind.GUMBEL, WORDS, 0, DRAWS, LENGTH));

    static boolean isWarm() {
        return WARM_UP.isOver();
    }

    @Override
    public void draw(NoiseKind kind, int[] words, int from, float[] out, int length) {
        if (isWarm()) {
            Compiled.LOOP.draw(kind, words, from, out, length);
        } else {
            NoiseLoop.scalar(kind, words, from, out, length);
        }
    }

    /** Loaded, and with it the Vector API, by the thread that runs the sample. */
    private static final class Compiled {
        private static final NoiseLoop LOOP = new VectorGumbelLoop();
    }
}
