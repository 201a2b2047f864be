package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Simd;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Sums over rows and over columns. Not thread-safe. */
public final class Sums {
    private static final int BLOCK = 4096;
    /** After so many rows a partial sum is put away, so that rounding errors of long columns stay small. */
    private static final int PARTIAL = 128;

    private final Simd simd;
    private final float[] block = new float[BLOCK];
    private float[] row = {};
    private float[] part = {};
    private float[] sum = {};

    /** Sums in vector instructions where the JVM has them. */
    public Sums() {
        this(Simd.best());
    }

    Sums(Simd simd) {
        this.simd = simd;
    }

    /** The sum of all rows. */
    public void ofColumns(MemorySegment x, int columns, MemorySegment out) {
        reserve(columns);
        long rows = Blocks.count(x) / columns;
        Arrays.fill(sum, 0, columns, -0.0f);
        for (long first = 0; first < rows; first += PARTIAL) {
            Arrays.fill(part, 0, columns, -0.0f);
            for (long r = first; r < Math.min(rows, first + PARTIAL); r++) {
                Blocks.read(x, r * columns, row, columns);
                FloatLoops.add(part, row, columns);
            }
            FloatLoops.add(sum, part, columns);
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

    /** The sum of each row, as many as {@code out} has elements. */
    public void ofRows(MemorySegment x, MemorySegment out) {
        long rows = Blocks.count(out);
        long columns = Blocks.count(x) / rows;
        if (columns > BLOCK) {
            for (long r = 0; r < rows; r++) {
                block[0] = ofLongRow(x, r * columns, columns);
                Blocks.write(block, out, r, 1);
            }
        } else {
            ofShortRows(x, (int) columns, out);
        }
    }

    private float ofLongRow(MemorySegment x, long from, long columns) {
        double total = 0;
        for (long done = 0; done < columns; done += BLOCK) {
            int length = (int) Math.min(BLOCK, columns - done);
            Blocks.read(x, from + done, block, length);
            total += simd.sum(block, 0, length);
        }
        return (float) total;
    }

    private void ofShortRows(MemorySegment x, int columns, MemorySegment out) {
        int capacity = BLOCK / columns;
        reserve(capacity);
        for (long first = 0; first < Blocks.count(out); first += capacity) {
            int count = (int) Math.min(capacity, Blocks.count(out) - first);
            Blocks.read(x, first * columns, block, count * columns);
            for (int r = 0; r < count; r++) {
                sum[r] = simd.sum(block, r * columns, columns);
            }
            Blocks.write(sum, out, first, count);
        }
    }
}
