package dev.gumbel.backend.host;

import dev.gumbel.lanes.Lanes;
import dev.gumbel.op.Activation;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** What a linear layer needs besides its products. Not thread-safe. */
final class Layers {
    private static final int BLOCK = 4096;
    /** After so many rows a partial sum is put away, so that rounding errors of long columns stay small. */
    private static final int PARTIAL = 128;

    private final Lanes lanes;
    private final float[] y = new float[BLOCK];
    private final float[] g = new float[BLOCK];
    private float[] row = {};
    private float[] part = {};
    private float[] sum = {};

    Layers(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Adds a bias to each row in place, and takes the positive part. */
    void addBias(MemorySegment x, MemorySegment bias, boolean relu) {
        int columns = Math.toIntExact(Blocks.count(bias));
        reserve(columns);
        Blocks.read(bias, 0, sum, columns);
        for (long start = 0; start < Blocks.count(x); start += columns) {
            Blocks.read(x, start, row, columns);
            Elements.add(row, sum, columns);
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

    /** The sum of all rows. */
    void sumRows(MemorySegment x, int columns, MemorySegment out) {
        reserve(columns);
        long rows = Blocks.count(x) / columns;
        Arrays.fill(sum, 0, columns, -0.0f);
        for (long first = 0; first < rows; first += PARTIAL) {
            Arrays.fill(part, 0, columns, -0.0f);
            for (long r = first; r < Math.min(rows, first + PARTIAL); r++) {
                Blocks.read(x, r * columns, row, columns);
                Elements.add(part, row, columns);
            }
            Elements.add(sum, part, columns);
        }
        Blocks.write(sum, out, 0, columns);
    }

    private void reserve(int columns) {
        if (row.length < columns) {
            row = new float[columns];
            part = new float[columns];
            sum = new float[columns];
        }
    }
}
