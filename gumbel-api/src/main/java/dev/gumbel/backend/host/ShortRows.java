package dev.gumbel.backend.host;

import java.lang.foreign.MemorySegment;

/** Rows of a few classes, laid out class by class: element k of row r is at k times the number of rows plus r. */
final class ShortRows implements Rows {
    private final int columns;
    private final int capacity;
    private final float[] staging;

    ShortRows(int columns) {
        this.columns = columns;
        this.capacity = BLOCK / columns;
        this.staging = new float[capacity * columns];
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
        for (int k = 0; k < columns; k++) {
            gather(staging, k, columns, block, k * rows, rows);
        }
    }

    private static void gather(float[] from, int start, int stride, float[] into, int offset, int count) {
        for (int r = 0; r < count; r++) {
            into[offset + r] = from[start + r * stride];
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
        for (int r = 0; r < count; r++) {
            into[start + r * stride] = from[offset + r];
        }
    }

    @Override
    public void max(float[] x, float[] row, int rows) {
        System.arraycopy(x, 0, row, 0, rows);
        for (int k = 1; k < columns; k++) {
            max(x, k * rows, row, rows);
        }
    }

    private static void max(float[] x, int offset, float[] row, int count) {
        for (int r = 0; r < count; r++) {
            row[r] = Math.max(row[r], x[offset + r]);
        }
    }

    @Override
    public void sum(float[] x, float[] row, int rows) {
        System.arraycopy(x, 0, row, 0, rows);
        for (int k = 1; k < columns; k++) {
            add(x, k * rows, row, rows);
        }
    }

    private static void add(float[] x, int offset, float[] row, int count) {
        for (int r = 0; r < count; r++) {
            row[r] += x[offset + r];
        }
    }

    @Override
    public void subtract(float[] x, float[] row, int rows) {
        for (int k = 0; k < columns; k++) {
            subtract(x, k * rows, row, rows);
        }
    }

    private static void subtract(float[] x, int offset, float[] row, int count) {
        for (int r = 0; r < count; r++) {
            x[offset + r] -= row[r];
        }
    }

    @Override
    public void divide(float[] x, float[] row, int rows) {
        for (int k = 0; k < columns; k++) {
            divide(x, k * rows, row, rows);
        }
    }

    private static void divide(float[] x, int offset, float[] row, int count) {
        for (int r = 0; r < count; r++) {
            x[offset + r] /= row[r];
        }
    }

    @Override
    public void multiply(float[] x, float[] row, int rows) {
        for (int k = 0; k < columns; k++) {
            multiply(x, k * rows, row, rows);
        }
    }

    private static void multiply(float[] x, int offset, float[] row, int count) {
        for (int r = 0; r < count; r++) {
            x[offset + r] *= row[r];
        }
    }
}
