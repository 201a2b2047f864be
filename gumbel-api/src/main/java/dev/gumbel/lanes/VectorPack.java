package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Some rows of a product's left operand in the order in which {@link VectorTile} reads them. Strides and addresses are in bytes. */
final class VectorPack {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final MemorySegment MEMORY = AllMemory.SEGMENT;

    final float[] values;
    /** A row of the matrix, or a column: read at once, as the JIT compiler checks the bounds of memory for each element. */
    private final float[] line;

    VectorPack(int rows, int inner) {
        values = new float[rows * inner];
        line = new float[Math.max(rows, inner)];
    }

    /** Takes rows {@code down} apart whose elements lie one after the other. */
    void copyRows(long matrix, long down, int rows, int inner) {
        int at = 0;
        for (int row = 0; row < rows; row++) {
            int height = VectorTile.height(rows - row);
            for (int i = 0; i < height; i++) {
                MemorySegment.copy(MEMORY, LAYOUT, matrix + (row + i) * down, line, 0, inner);
                spread(at + i, height, inner);
            }
            at += height * inner;
            row += height - 1;
        }
    }

    private void spread(int first, int stride, int count) {
        for (int i = 0; i < count; i++) {
            values[first + i * stride] = line[i];
        }
    }

    /** Takes rows whose elements are {@code along} apart, and which lie one beside the other. */
    void copyColumns(long matrix, long along, int rows, int inner) {
        for (int i = 0; i < inner; i++) {
            MemorySegment.copy(MEMORY, LAYOUT, matrix + i * along, line, 0, rows);
            int height;
            for (int row = 0; row < rows; row += height) {
                height = VectorTile.height(rows - row);
                // Tiles before this one hold row * inner elements.
                System.arraycopy(line, row, values, row * inner + i * height, height);
            }
        }
    }
}
