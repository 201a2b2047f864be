package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Simd;
import java.lang.foreign.MemorySegment;

/**
 * What is done to blocks of rows in arrays. The order of the elements in a block is the implementation's own; elements of equal position belong
 * together in all blocks. An array named {@code row} holds a number for each row.
 */
interface RowBlocks {
    /** Below this length rows are laid out class by class, so that loops run over many rows. */
    int SHORT = 32;

    static RowBlocks of(int columns, Simd simd) {
        return columns < SHORT ? new ShortRowBlocks(columns, simd) : new LongRowBlocks(columns, simd);
    }

    /** The most rows of a block. */
    int capacity();

    /** The length of a block's array. */
    int size();

    void read(MemorySegment from, long firstRow, float[] block, int rows);

    /** block = a + b. */
    void readSum(MemorySegment a, MemorySegment b, long firstRow, float[] block, int rows);

    void write(float[] block, MemorySegment into, long firstRow, int rows);

    /** row = the largest of each row, NaN if any is. */
    void max(float[] x, float[] row, int rows);

    /** index = the first class at which x is what the row has; where there is none it stays. */
    void first(float[] x, float[] row, int[] index, int rows);

    void sum(float[] x, float[] row, int rows);

    /** x = x - row. */
    void subtract(float[] x, float[] row, int rows);

    /** x = x / row. */
    void divide(float[] x, float[] row, int rows);

    /** x = x row. */
    void multiply(float[] x, float[] row, int rows);
}
