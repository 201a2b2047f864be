package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.op.Activation;
import java.lang.foreign.MemorySegment;

/** Gradients of activations. Not thread-safe. */
final class Activations {
    private static final int BLOCK = 4096;

    private final Simd simd;
    private final float[] y = new float[BLOCK];
    private final float[] g = new float[BLOCK];

    Activations(Simd simd) {
        this.simd = simd;
    }

    /** The gradient by an activation's input, from its value y and the gradient g by it. */
    void activationGradient(Activation activation, MemorySegment value, MemorySegment gradient, MemorySegment out) {
        switch (activation) {
            case LINEAR -> out.copyFrom(gradient);
            case RELU -> simd.maskPositive(value, gradient, out);
            case SIGMOID, TANH -> byBlocks(activation, value, gradient, out);
        }
    }

    private void byBlocks(Activation activation, MemorySegment value, MemorySegment gradient, MemorySegment out) {
        for (long start = 0; start < Blocks.count(out); start += BLOCK) {
            int length = (int) Math.min(BLOCK, Blocks.count(out) - start);
            Blocks.read(value, start, y, length);
            Blocks.read(gradient, start, g, length);
            if (activation == Activation.SIGMOID) {
                sigmoidGradient(y, g, length);
            } else {
                tanhGradient(y, g, length);
            }
            Blocks.write(g, out, start, length);
        }
    }

    private static void sigmoidGradient(float[] y, float[] g, int length) {
        for (int i = 0; i < length; i++) {
            g[i] *= y[i] * (1 - y[i]);
        }
    }

    private static void tanhGradient(float[] y, float[] g, int length) {
        for (int i = 0; i < length; i++) {
            g[i] *= 1 - y[i] * y[i];
        }
    }
}
