package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Some rows of a product's left operand in the order in which {@link VectorTile} reads them. Strides and addresses are in bytes. */
final class VectorPack {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    /** Rows of tiles come in fours, nearly always. */
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final MemorySegment MEMORY = AllMemory.SEGMENT;
    /** Elements of a row that are transposed at a time: 8 kB where vectors hold 16 floats. */
    private static final int BLOCK = 128;
    /** Where in a block the elements of one index lie. */
    private static final int[] ROWS = IntStream.range(0, FLOATS.length()).map(row -> row * BLOCK).toArray();

    private final VectorRows whole = new VectorRows();
    private final VectorRows nonzero = new VectorRows();
    private boolean sparse;
    /** Rows of a tile: read at once, as the JIT compiler checks the bounds of memory for each element. */
    private final float[] block = new float[FLOATS.length() * BLOCK];

    /** Takes a block of a matrix, which may lie there as its transpose; {@code stride} is from row to row of what lies there. */
    void take(long matrix, long stride, boolean transposed, int row, int from, int rows, int inner) {
        whole.beWhole(rows, inner);
        if (transposed) {
            copyColumns(matrix + from * stride + (long) row * Float.BYTES, stride, rows, inner);
        } else {
            copyRows(matrix + row * stride + (long) from * Float.BYTES, stride, rows, inner);
        }
        leaveOutZeros(rows, inner);
    }

    void leaveOutZeros(int rows, int inner) {
        sparse = nonzero.takeNonzero(whole, rows, inner);
    }

    /** Whether there are enough zeros to ask whether a panel is finite. */
    boolean isSparse() {
        return sparse;
    }

    /** What to multiply a panel by: zero times what is not finite is no zero, and must not be left out. */
    VectorRows rows(boolean finite) {
        return sparse && finite ? nonzero : whole;
    }

    /** Takes rows {@code down} apart whose elements lie one after the other. */
    void copyRows(long matrix, long down, int rows, int inner) {
        int height;
        for (int row = 0; row < rows; row += height) {
            height = VectorTile.height(rows - row);
            if (height == VectorTile.ONE) {
                MemorySegment.copy(MEMORY, LAYOUT, matrix + row * down, whole.values, row * inner, inner);
                continue;
            }
            for (int first = 0; first < inner; first += BLOCK) {
                int count = Math.min(BLOCK, inner - first);
                for (int i = 0; i < height; i++) {
                    MemorySegment.copy(MEMORY, LAYOUT, matrix + (row + i) * down + (long) first * Float.BYTES, block, i * BLOCK, count);
                }
                spread(row * inner + first * height, height, count);
            }
        }
    }

    /** Each vector overwrites what the one before it has written beyond the tile's rows; the next tile overwrites the last one's. */
    private void spread(int into, int height, int count) {
        float[] values = whole.values;
        for (int i = 0; i < count; i++) {
            FloatVector.fromArray(FLOATS, block, i, ROWS, 0).intoArray(values, into + i * height);
        }
    }

    /** Takes rows whose elements are {@code along} apart, and which lie one beside the other. */
    void copyColumns(long matrix, long along, int rows, int inner) {
        int height;
        for (int row = 0; row < rows; row += height) {
            height = VectorTile.height(rows - row);
            long from = matrix + (long) row * Float.BYTES;
            int whole = FOUR.loopBound(height);
            for (int i = 0; i < whole; i += FOUR.length()) {
                copyFours(from + (long) i * Float.BYTES, along, row * inner + i, height, inner);
            }
            for (int i = whole; i < height; i++) {
                copyOnes(from + (long) i * Float.BYTES, along, row * inner + i, height, inner);
            }
        }
    }

    private void copyFours(long from, long along, int into, int height, int inner) {
        float[] values = whole.values;
        for (int i = 0; i < inner; i++) {
            FloatVector.fromMemorySegment(FOUR, MEMORY, from + i * along, ByteOrder.nativeOrder()).intoArray(values, into + i * height);
        }
    }

    private void copyOnes(long from, long along, int into, int height, int inner) {
        float[] values = whole.values;
        for (int i = 0; i < inner; i++) {
            values[into + i * height] = MEMORY.get(LAYOUT, from + i * along);
        }
    }
}
