package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Blocks;
import dev.gumbel.kernels.simd.Simd;
import java.lang.foreign.MemorySegment;

/** Rows as they lie in memory, one after another. */
final class LongRowBlocks implements RowBlocks {
    private final int columns;
    private final int capacity;
    private final Simd simd;
    private final float[] summand;

    LongRowBlocks(int columns, Simd simd) {
        this.columns = columns;
        this.capacity = Math.max(1, Blocks.SIZE / columns);
        this.simd = simd;
        this.summand = new float[capacity * columns];
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int size() {
        return capacity * columns;
    }

    @Override
    public void read(MemorySegment from, long firstRow, float[] block, int rows) {
        Blocks.read(from, firstRow * columns, block, rows * columns);
    }

    @Override
    public void readSum(MemorySegment a, MemorySegment b, long firstRow, float[] block, int rows) {
        read(a, firstRow, block, rows);
        Blocks.read(b, firstRow * columns, summand, rows * columns);
        FloatLoops.add(block, summand, rows * columns);
    }

    @Override
    public void write(float[] block, MemorySegment into, long firstRow, int rows) {
        Blocks.write(block, into, firstRow * columns, rows * columns);
    }

    @Override
    public void max(float[] x, float[] row, int rows) {
        for (int r = 0; r < rows; r++) {
            row[r] = simd.max(x, r * columns, columns);
        }
    }

    @Override
    public void first(float[] x, float[] row, int[] index, int rows) {
        for (int r = 0; r < rows; r++) {
            index[r] = first(x, r * columns, row[r], columns, index[r]);
        }
    }

    private static int first(float[] x, int from, float value, int count, int otherwise) {
        for (int i = 0; i < count; i++) {
            if (x[from + i] == value) {
                return i;
            }
        }
        return otherwise;
    }

    @Override
    public void sum(float[] x, float[] row, int rows) {
        for (int r = 0; r < rows; r++) {
            row[r] = simd.sum(x, r * columns, columns);
        }
    }

    @Override
    public void subtract(float[] x, float[] row, int rows) {
        for (int r = 0; r < rows; r++) {
            subtract(x, r * columns, row[r], columns);
        }
    }

    private static void subtract(float[] x, int from, float value, int count) {
        for (int i = from; i < from + count; i++) {
            x[i] -= value;
        }
    }

    @Override
    public void divide(float[] x, float[] row, int rows) {
        for (int r = 0; r < rows; r++) {
            simd.divide(x, r * columns, row[r], columns);
        }
    }

    @Override
    public void multiply(float[] x, float[] row, int rows) {
        for (int r = 0; r < rows; r++) {
            multiply(x, r * columns, row[r], columns);
        }
    }

    private static void multiply(float[] x, int from, float value, int count) {
        for (int i = from; i < from + count; i++) {
            x[i] *= value;
        }
    }
}
