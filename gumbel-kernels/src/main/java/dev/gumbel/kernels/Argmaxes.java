package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Simd;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** One-hot rows at the largest element of rows of one length. Not thread-safe. */
final class Argmaxes {
    private final int columns;
    private final RowBlocks rows;
    private final float[] x;
    private final float[] hot;
    private final float[] row;
    private final int[] index;

    Argmaxes(int columns, Simd simd) {
        this.columns = columns;
        this.rows = RowBlocks.of(columns, simd);
        this.x = new float[rows.size()];
        this.hot = new float[rows.size()];
        this.row = new float[rows.capacity()];
        this.index = new int[rows.capacity()];
    }

    /** 1 at the first of the largest; a row that holds NaN becomes NaN. */
    void oneHot(MemorySegment from, MemorySegment out) {
        long total = Blocks.count(out) / columns;
        for (long first = 0; first < total; first += rows.capacity()) {
            int count = (int) Math.min(rows.capacity(), total - first);
            rows.read(from, first, x, count);
            rows.max(x, row, count);
            rows.first(x, row, index, count);
            Arrays.fill(hot, 0, count * columns, 0);
            for (int r = 0; r < count; r++) {
                mark(r);
            }
            Blocks.write(hot, out, first * columns, count * columns);
        }
    }

    private void mark(int r) {
        if (Float.isNaN(row[r])) {
            Arrays.fill(hot, r * columns, (r + 1) * columns, Float.NaN);
        } else {
            hot[r * columns + index[r]] = 1;
        }
    }
}
