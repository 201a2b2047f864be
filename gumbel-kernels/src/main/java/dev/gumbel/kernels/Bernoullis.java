package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Simd;
import java.lang.foreign.MemorySegment;

/** -log Bernoulli(targets; sigmoid(logits)) of rows of one length, and its gradient. Not thread-safe. */
final class Bernoullis {
    private final Simd simd;
    private final int columns;
    private final float[] x;
    private final float[] t;
    private final float[] out;
    private final float[] sum = new float[1];

    Bernoullis(int columns, Simd simd) {
        this.simd = simd;
        this.columns = columns;
        this.x = new float[columns];
        this.t = new float[columns];
        this.out = new float[columns];
    }

    private void read(MemorySegment logits, MemorySegment targets, long row) {
        Blocks.read(logits, row * columns, x, columns);
        Blocks.read(targets, row * columns, t, columns);
    }

    /** softplus(x) - x t, summed over each row. */
    void loss(MemorySegment logits, MemorySegment targets, MemorySegment result) {
        for (long row = 0; row < Blocks.count(result); row++) {
            read(logits, targets, row);
            simd.softplusMinus(x, t, out, columns);
            sum[0] = simd.sum(out, 0, columns);
            Blocks.write(sum, result, row, 1);
        }
    }

    /** g (sigmoid(x) - t) with a number g for each row. */
    void gradient(MemorySegment logits, MemorySegment targets, MemorySegment gradient, MemorySegment result) {
        for (long row = 0; row < Blocks.count(gradient); row++) {
            read(logits, targets, row);
            Blocks.read(gradient, row, sum, 1);
            simd.sigmoidMinus(x, t, sum[0], out, columns);
            Blocks.write(out, result, row * columns, columns);
        }
    }
}
