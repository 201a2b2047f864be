package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Blocks;
import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Fused;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The fused ops on rows of one length and their gradients, and the one-hot argmax, each on a block of rows. Not thread-safe. */
final class RowPasses {
    private static final float EPSILON = (float) Fused.CategoricalKl.EPSILON;

    private final Simd simd;
    private final int columns;
    private final RowBlocks rows;
    private final float[] x;
    private final float[] y;
    private final float[] z;
    private final float[] row;
    private final float[] temperature = new float[1];
    private final int[] index;

    RowPasses(int columns, Simd simd) {
        this.simd = simd;
        this.columns = columns;
        this.rows = RowBlocks.of(columns, simd);
        this.x = new float[rows.size()];
        this.y = new float[rows.size()];
        this.z = new float[rows.size()];
        this.row = new float[rows.capacity()];
        this.index = new int[rows.capacity()];
    }

    /** The most rows of a block. */
    int capacity() {
        return rows.capacity();
    }

    /** An op of which {@link FusedKernels} make a pass, on some rows of its operands. */
    void run(Fused op, MemorySegment[] in, MemorySegment out, long first, int count) {
        switch (op) {
            case Fused.Softmax _ -> softmax(in[0], out, first, count);
            case Fused.GumbelSoftmax _ -> gumbelSoftmax(in[0], in[1], number(in[2]), out, first, count);
            case Fused.SoftmaxGradient _ -> softmaxGradient(in[0], in[1], number(in[2]), out, first, count);
            case Fused.CategoricalKl _ -> categoricalKl(in[0], out, first, count);
            case Fused.CategoricalKlGradient _ -> categoricalKlGradient(in[0], in[1], out, first, count);
            case Fused.BernoulliNll _ -> bernoulliNll(in[0], in[1], out, first, count);
            case Fused.BernoulliNllGradient _ -> bernoulliNllGradient(in[0], in[1], in[2], out, first, count);
            case Fused.ActivationGradient(Activation activation) ->
                    activationGradient(activation, in[0], in[1], out, first * columns, count * columns);
            default -> throw new IllegalArgumentException("no pass over rows: " + op);
        }
    }

    private float number(MemorySegment scalar) {
        Blocks.read(scalar, 0, temperature, 1);
        return temperature[0];
    }

    private void softmax(MemorySegment logits, MemorySegment out, long first, int count) {
        rows.read(logits, first, x, count);
        normalise(1, count);
        rows.write(x, out, first, count);
    }

    void gumbelSoftmax(MemorySegment logits, MemorySegment noise, float temperature, MemorySegment out, long first, int count) {
        rows.readSum(logits, noise, first, x, count);
        normalise(temperature, count);
        rows.write(x, out, first, count);
    }

    /** x = softmax(x / temperature); the maximum goes before the division, so that a temperature near 0 makes no infinity. */
    private void normalise(float temperature, int count) {
        rows.max(x, row, count);
        rows.subtract(x, row, count);
        if (temperature != 1) {
            simd.divide(x, 0, temperature, count * columns);
        }
        simd.exp(x, count * columns);
        rows.sum(x, row, count);
        rows.divide(x, row, count);
    }

    /** y (g - sum y g) / temperature. */
    void softmaxGradient(MemorySegment sample, MemorySegment gradient, float temperature, MemorySegment out, long first, int count) {
        rows.read(sample, first, x, count);
        rows.read(gradient, first, y, count);
        throughSoftmax(count);
        if (temperature != 1) {
            simd.divide(y, 0, temperature, count * columns);
        }
        rows.write(y, out, first, count);
    }

    /** y = x (y - sum x y). */
    private void throughSoftmax(int count) {
        FloatLoops.product(x, y, z, count * columns);
        rows.sum(z, row, count);
        rows.subtract(y, row, count);
        FloatLoops.multiply(y, x, count * columns);
    }

    /** sum q log(K q + epsilon) with q = softmax(logits). */
    private void categoricalKl(MemorySegment logits, MemorySegment out, long first, int count) {
        rows.read(logits, first, x, count);
        normalise(1, count);
        FloatLoops.scaled(x, columns, EPSILON, y, count * columns);
        simd.log(y, count * columns);
        FloatLoops.multiply(y, x, count * columns);
        rows.sum(y, row, count);
        Blocks.write(row, out, first, count);
    }

    /** By q it is g (log(K q + epsilon) + K q / (K q + epsilon)). */
    private void categoricalKlGradient(MemorySegment logits, MemorySegment gradient, MemorySegment out, long first, int count) {
        int length = count * columns;
        rows.read(logits, first, x, count);
        normalise(1, count);
        FloatLoops.scaled(x, columns, EPSILON, y, length);
        ratio(x, y, columns, z, length);
        simd.log(y, length);
        FloatLoops.add(y, z, length);
        Blocks.read(gradient, first, row, count);
        rows.multiply(y, row, count);
        throughSoftmax(count);
        rows.write(y, out, first, count);
    }

    /** out = factor q / safe. */
    private static void ratio(float[] q, float[] safe, float factor, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = factor * q[i] / safe[i];
        }
    }

    /** -log Bernoulli(targets; sigmoid(logits)): softplus(x) - x t, summed over each row. */
    private void bernoulliNll(MemorySegment logits, MemorySegment targets, MemorySegment out, long first, int count) {
        for (int r = 0; r < count; r++) {
            Blocks.read(logits, (first + r) * columns, x, columns);
            Blocks.read(targets, (first + r) * columns, y, columns);
            simd.softplusMinus(x, y, z, columns);
            row[r] = simd.sum(z, 0, columns);
        }
        Blocks.write(row, out, first, count);
    }

    /** g (sigmoid(x) - t) with a number g for each row. */
    private void bernoulliNllGradient(MemorySegment logits, MemorySegment targets, MemorySegment gradient, MemorySegment out, long first, int count) {
        Blocks.read(gradient, first, row, count);
        for (int r = 0; r < count; r++) {
            Blocks.read(logits, (first + r) * columns, x, columns);
            Blocks.read(targets, (first + r) * columns, y, columns);
            simd.sigmoidMinus(x, y, row[r], z, columns);
            Blocks.write(z, out, (first + r) * columns, columns);
        }
    }

    /** By an activation's input, from its value y and the gradient g by it. */
    private void activationGradient(Activation activation, MemorySegment value, MemorySegment gradient, MemorySegment out, long from, int length) {
        if (activation == Activation.RELU) {
            simd.maskPositive(value, gradient, out, from, length);
            return;
        }
        Blocks.read(value, from, y, length);
        Blocks.read(gradient, from, z, length);
        switch (activation) {
            case SIGMOID -> sigmoidGradient(y, z, length);
            case TANH -> tanhGradient(y, z, length);
            default -> { }
        }
        Blocks.write(z, out, from, length);
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

    /** 1 at the first of the largest; a row that holds NaN becomes NaN. */
    void oneHotArgmax(MemorySegment from, MemorySegment out, long first, int count) {
        rows.read(from, first, x, count);
        rows.max(x, row, count);
        rows.first(x, row, index, count);
        Arrays.fill(y, 0, count * columns, 0);
        for (int r = 0; r < count; r++) {
            if (Float.isNaN(row[r])) {
                Arrays.fill(y, r * columns, (r + 1) * columns, Float.NaN);
            } else {
                y[r * columns + index[r]] = 1;
            }
        }
        Blocks.write(y, out, first * columns, count * columns);
    }
}
