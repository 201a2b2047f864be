package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Plain loops over strips of columns, with the bits of {@link VectorProducts}. */
final class ScalarProducts implements MatrixProducts {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int WIDTH = 32;

    private final float[] left = new float[CHAIN];
    private final float[] strip = new float[CHAIN * WIDTH];
    private final float[] line = new float[CHAIN];
    private final float[] sums = new float[WIDTH];
    private final float[] chain = new float[WIDTH];

    @Override
    public void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c) {
        for (int column = 0; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            for (int from = 0; from < inner; from += CHAIN) {
                int depth = Math.min(CHAIN, inner - from);
                readStrip(b, transposeB, inner, columns, from, depth, column, width);
                for (int row = 0; row < rows; row++) {
                    readLeft(a, transposeA, rows, inner, row, from, depth);
                    multiply(depth);
                    long result = (row * (long) columns + column) * Float.BYTES;
                    if (from > 0) {
                        MemorySegment.copy(c, LAYOUT, result, sums, 0, width);
                        add(width);
                        MemorySegment.copy(sums, 0, c, LAYOUT, result, width);
                    } else {
                        MemorySegment.copy(chain, 0, c, LAYOUT, result, width);
                    }
                }
            }
        }
    }

    private void readStrip(MemorySegment b, boolean transposed, int inner, int columns, int from, int depth, int column, int width) {
        if (transposed) {
            for (int i = 0; i < width; i++) {
                MemorySegment.copy(b, LAYOUT, ((column + i) * (long) inner + from) * Float.BYTES, line, 0, depth);
                spread(line, strip, i, depth);
            }
        } else {
            for (int i = 0; i < depth; i++) {
                MemorySegment.copy(b, LAYOUT, ((from + i) * (long) columns + column) * Float.BYTES, strip, i * WIDTH, width);
            }
        }
    }

    private static void spread(float[] from, float[] into, int first, int count) {
        int at = first;
        for (int i = 0; i < count; i++) {
            into[at] = from[i];
            at += WIDTH;
        }
    }

    private void readLeft(MemorySegment a, boolean transposed, int rows, int inner, int row, int from, int depth) {
        if (transposed) {
            for (int i = 0; i < depth; i++) {
                left[i] = a.get(LAYOUT, ((from + i) * (long) rows + row) * Float.BYTES);
            }
        } else {
            MemorySegment.copy(a, LAYOUT, (row * (long) inner + from) * Float.BYTES, left, 0, depth);
        }
    }

    private void multiply(int depth) {
        Arrays.fill(chain, 0);
        int i = 0;
        for (; i + 4 <= depth; i += 4) {
            addMultiples(left[i], left[i + 1], left[i + 2], left[i + 3], strip, i * WIDTH, chain);
        }
        for (; i < depth; i++) {
            addMultiple(left[i], strip, i * WIDTH, chain);
        }
    }

    /** Of four rows, one after the other: what the sums are read and written for shall be more than one multiplication. */
    private static void addMultiples(float f0, float f1, float f2, float f3, float[] x, int from, float[] into) {
        for (int i = 0; i < WIDTH; i++) {
            int at = from + i;
            float sum = Math.fma(f0, x[at], into[i]);
            sum = Math.fma(f1, x[at + WIDTH], sum);
            sum = Math.fma(f2, x[at + 2 * WIDTH], sum);
            into[i] = Math.fma(f3, x[at + 3 * WIDTH], sum);
        }
    }

    private static void addMultiple(float factor, float[] x, int from, float[] into) {
        for (int i = 0; i < WIDTH; i++) {
            into[i] = Math.fma(factor, x[from + i], into[i]);
        }
    }

    private void add(int width) {
        for (int i = 0; i < width; i++) {
            sums[i] += chain[i];
        }
    }

    @Override
    public void close() {
        // There is nothing but arrays.
    }
}
