package dev.gumbel.backend.host;

import dev.gumbel.lanes.Lanes;
import dev.gumbel.op.Activation;
import java.lang.foreign.MemorySegment;

/** What a linear layer needs besides its products. Not thread-safe. */
final class Layers {
    private static final int BLOCK = 4096;

    private final Lanes lanes;
    private final float[] y = new float[BLOCK];
    private final float[] g = new float[BLOCK];
    private float[] row = {};
    private float[] biases = {};

    Layers(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Adds a bias to each row in place, and takes the positive part. */
    void addBias(MemorySegment x, MemorySegment bias, boolean relu) {
        int columns = Math.toIntExact(Blocks.count(bias));
        reserve(columns);
        Blocks.read(bias, 0, biases, columns);
        for (long start = 0; start < Blocks.count(x); start += columns) {
            Blocks.read(x, start, row, columns);
            Elements.add(row, biases, columns);
            if (relu) {
                Elements.relu(row, columns);
            }
            Blocks.write(row, x, start, columns);
        }
    }

    /** The gradient by an activation's input, from its value y and the gradient g by it. */
    void activationGradient(Activation activation, MemorySegment value, MemorySegment gradient, MemorySegment out) {
        for (long start = 0; start < Blocks.count(out); start += BLOCK) {
            int length = (int) Math.min(BLOCK, Blocks.count(out) - start);
            Blocks.read(value, start, y, length);
            Blocks.read(gradient, start, g, length);
            switch (activation) {
                case LINEAR -> { }
                case RELU -> lanes.maskPositive(y, g, length);
                case SIGMOID -> sigmoidGradient(y, g, length);
                case TANH -> tanhGradient(y, g, length);
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

    private void reserve(int columns) {
        if (row.length < columns) {
            row = new float[columns];
            biases = new float[columns];
        }
    }
}
