package dev.gumbel.kernels.simd;

import dev.gumbel.kernels.simd.WarmUp;
import dev.gumbel.random.Philox;
import dev.gumbel.random.PhiloxLoop;

/** The plain loop until the one over vectors is compiled. */
final class WarmingPhiloxLoop implements PhiloxLoop {
    private static final int BLOCKS = 33;
    private static final int[] WORDS = new int[BLOCKS * Philox.LANES];
    private static final WarmUp WARM_UP = WarmUp.of(() -> Compiled.LOOP.draw(0, 0, 0, 0, 0, 0, WORDS, BLOCKS));

    static boolean isWarm() {
        return WARM_UP.isOver();
    }

    @Override
    public void draw(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int blocks) {
        if (isWarm()) {
            Compiled.LOOP.draw(c0, c1, c2, c3, k0, k1, out, blocks);
        } else {
            PhiloxLoop.scalar(c0, c1, c2, c3, k0, k1, out, blocks);
        }
    }

    /** Loaded, and with it the Vector API, by the thread that runs the sample. */
    private static final class Compiled {
        private static final PhiloxLoop LOOP = new VectorPhiloxLoop();
    }
}
