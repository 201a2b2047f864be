package dev.gumbel.backend.host;

import dev.gumbel.lanes.Lanes;
import java.lang.foreign.MemorySegment;

/** -log Bernoulli(targets; sigmoid(logits)) of rows of one length, and its gradient. Not thread-safe. */
final class Bernoullis {
    private final Lanes lanes;
    private final int columns;
    private final float[] x;
    private final float[] t;
    private final float[] e;
    private final float[] u;
    private final float[] sum = new float[1];

    Bernoullis(int columns, Lanes lanes) {
        this.lanes = lanes;
        this.columns = columns;
        this.x = new float[columns];
        this.t = new float[columns];
        this.e = new float[columns];
        this.u = new float[columns];
    }

    private void read(MemorySegment logits, MemorySegment targets, long row) {
        Blocks.read(logits, row * columns, x, columns);
        Blocks.read(targets, row * columns, t, columns);
        Elements.negativeMagnitude(x, e, columns);
        lanes.exp(e, columns);
    }

    /** softplus(x) - x t, summed over each row. */
    void loss(MemorySegment logits, MemorySegment targets, MemorySegment out) {
        for (long row = 0; row < Blocks.count(out); row++) {
            read(logits, targets, row);
            Elements.scaled(e, 1, 1, u, columns);
            lanes.log(u, columns);
            loss(x, t, e, u, columns);
            sum[0] = lanes.sum(u, 0, columns);
            Blocks.write(sum, out, row, 1);
        }
    }

    /** u = max(x, 0) + log(1 + e) - x t, where u is the logarithm of the rounded sum 1 + e; a small e keeps its digits by what the sum lost. */
    private static void loss(float[] x, float[] t, float[] e, float[] u, int length) {
        for (int i = 0; i < length; i++) {
            float rounded = 1 + e[i];
            float lost = e[i] - (rounded - 1);
            u[i] = Math.max(x[i], 0) + (u[i] + lost / rounded) - x[i] * t[i];
        }
    }

    /** g (sigmoid(x) - t) with a number g for each row. */
    void gradient(MemorySegment logits, MemorySegment targets, MemorySegment gradient, MemorySegment out) {
        for (long row = 0; row < Blocks.count(gradient); row++) {
            read(logits, targets, row);
            Blocks.read(gradient, row, sum, 1);
            gradient(x, t, e, sum[0], u, columns);
            Blocks.write(u, out, row * columns, columns);
        }
    }

    /** With e = exp(-|x|), sigmoid(x) is 1 / (1 + e) for positive x, else e / (1 + e); the numerator is written without a comparison. */
    private static void gradient(float[] x, float[] t, float[] e, float g, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            float positive = Math.min(Math.max(x[i] * Float.MAX_VALUE, 0), 1);
            out[i] = g * (Math.max(e[i], positive) / (1 + e[i]) - t[i]);
        }
    }
}
