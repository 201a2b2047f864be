package dev.gumbel.kernels.simd;

import dev.gumbel.kernels.simd.Simd.AdamRates;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Brings {@link VectorSimd} to the JIT compiler; begins when this class is loaded. */
final class VectorSimdWarmUp {
    private static final int VECTORS = 30;
    private static final AdamRates RATES = new AdamRates(0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1, 1e-30f, 1e-30f);
    private static final WarmUp WARM_UP = new Samples().begin();

    private VectorSimdWarmUp() {}

    static boolean isOver() {
        return WARM_UP.isOver();
    }

    private static final class Samples {
        private final int length = VECTORS * Vectors.FLOATS + 1;
        private final float[] x = new float[length];
        private final float[] y = new float[length];
        private final int[] marks = new int[length];
        private final MemorySegment memory = Arena.ofAuto().allocate((long) length * Float.BYTES);

        WarmUp begin() {
            return WarmUp.of(
                    () -> Sampled.LANES.exp(x, length),
                    () -> Sampled.LANES.log(x, length),
                    () -> Sampled.LANES.softplusMinus(x, x, y, length),
                    () -> Sampled.LANES.sigmoidMinus(x, x, 1, y, length),
                    () -> Sampled.LANES.sum(x, 0, length),
                    () -> Sampled.LANES.max(x, 0, length),
                    () -> Sampled.LANES.max(x, 0, y, length),
                    () -> Sampled.LANES.add(x, 0, y, length),
                    () -> Sampled.LANES.subtract(x, 0, y, length),
                    () -> Sampled.LANES.multiply(x, 0, y, length),
                    () -> Sampled.LANES.divide(x, 0, y, length),
                    () -> Sampled.LANES.divide(x, 0, 1, length),
                    () -> Sampled.LANES.mark(x, 0, y, 1, marks, length),
                    () -> Sampled.LANES.maskPositive(memory, memory, memory, 0, length),
                    () -> Sampled.LANES.addBias(memory, 0, 1, memory, false),
                    () -> Sampled.LANES.addBias(memory, 0, 1, memory, true),
                    () -> Sampled.LANES.adam(RATES, memory, memory, memory, memory, 0, length));
        }
    }

    /** Loaded, and with it the Vector API, by the thread that runs the samples. */
    private static final class Sampled {
        private static final VectorSimd LANES = new VectorSimd();
    }
}
