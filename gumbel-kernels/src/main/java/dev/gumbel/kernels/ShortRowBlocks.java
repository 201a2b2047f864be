package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Blocks;
import dev.gumbel.kernels.simd.Simd;
import java.lang.foreign.MemorySegment;

/** Rows of a few classes, laid out class by class: element k of row r is at k times the number of rows plus r. */
final class ShortRowBlocks implements RowBlocks {
    /** The most floats of a vector. */
    private static final int VECTOR = 16;

    private final int columns;
    private final int capacity;
    private final Simd simd;
    private final float[] staging;
    private final float[] summand;

    ShortRowBlocks(int columns, Simd simd) {
        this.columns = columns;
        // Whole vectors: what is left over is done one by one, for each class.
        this.capacity = Blocks.SIZE / columns / VECTOR * VECTOR;
        this.simd = simd;
        this.staging = new float[capacity * columns];
        this.summand = new float[capacity * columns];
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int size() {
        return staging.length;
    }

    @Override
    public void read(MemorySegment from, long firstRow, float[] block, int rows) {
        Blocks.read(from, firstRow * columns, staging, rows * columns);
        gather(block, rows);
    }

    /** Adds before the elements are gathered, which takes longer than all else. */
    @Override
    public void readSum(MemorySegment a, MemorySegment b, long firstRow, float[] block, int rows) {
        Blocks.read(a, firstRow * columns, staging, rows * columns);
        Blocks.read(b, firstRow * columns, summand, rows * columns);
        FloatLoops.add(staging, summand, rows * columns);
        gather(block, rows);
    }

    private void gather(float[] block, int rows) {
        for (int k = 0; k < columns; k++) {
            gather(staging, k, columns, block, k * rows, rows);
        }
    }

    /** The index is counted up: of a product the JIT compiler checks the bounds each time, which takes twice as long. */
    private static void gather(float[] from, int start, int stride, float[] into, int offset, int count) {
        int i = start;
        for (int r = 0; r < count; r++) {
            into[offset + r] = from[i];
            i += stride;
        }
    }

    @Override
    public void write(float[] block, MemorySegment into, long firstRow, int rows) {
        for (int k = 0; k < columns; k++) {
            scatter(block, k * rows, staging, k, columns, rows);
        }
        Blocks.write(staging, into, firstRow * columns, rows * columns);
    }

    private static void scatter(float[] from, int offset, float[] into, int start, int stride, int count) {
        int i = start;
        for (int r = 0; r < count; r++) {
            into[i] = from[offset + r];
            i += stride;
        }
    }

    @Override
    public void max(float[] x, float[] row, int rows) {
        System.arraycopy(x, 0, row, 0, rows);
        for (int k = 1; k < columns; k++) {
            simd.max(x, k * rows, row, rows);
        }
    }

    @Override
    public void first(float[] x, float[] row, int[] index, int rows) {
        for (int k = columns - 1; k >= 0; k--) {
            simd.mark(x, k * rows, row, k, index, rows);
        }
    }

    @Override
    public void sum(float[] x, float[] row, int rows) {
        System.arraycopy(x, 0, row, 0, rows);
        for (int k = 1; k < columns; k++) {
            simd.add(x, k * rows, row, rows);
        }
    }

    @Override
    public void subtract(float[] x, float[] row, int rows) {
        for (int k = 0; k < columns; k++) {
            simd.subtract(x, k * rows, row, rows);
        }
    }

    @Override
    public void divide(float[] x, float[] row, int rows) {
        for (int k = 0; k < columns; k++) {
            simd.divide(x, k * rows, row, rows);
        }
    }

    @Override
    public void multiply(float[] x, float[] row, int rows) {
        for (int k = 0; k < columns; k++) {
            simd.multiply(x, k * rows, row, rows);
        }
    }
}
