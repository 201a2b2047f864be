package dev.gumbel.kernels.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A strip of a product's right operand, as wide as a tile, in the order in which {@link VectorTile} reads it, and room for sums that may not go into
 * the result at once. Strides and addresses are in bytes.
 */
final class VectorPanel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int LENGTH = FLOATS.length();
    private static final long VECTOR = (long) LENGTH * Float.BYTES;
    /** A row of sums. */
    static final long ROW = VectorTile.ROW_BYTES;
    /** Rows transposed at a time. */
    private static final int BLOCK = 256;
    /** From one column of a block to the next: a power of two would take them all to the same few lines of the cache. */
    private static final int PITCH = BLOCK + LENGTH;
    /** Where in a block the elements of one index and neighbouring columns lie. */
    private static final int[] COLUMNS = IntStream.range(0, LENGTH).map(column -> column * PITCH).toArray();
    private static final long CACHE_LINE = 64;
    private static final MemorySegment MEMORY = AllMemory.SEGMENT;

    /** Where its elements lie, aligned. */
    final long values;
    private final long sums;
    private final float[] block = new float[PITCH * VectorTile.WIDTH];

    VectorPanel(Arena arena, int inner, int rows) {
        values = arena.allocate(inner * ROW, CACHE_LINE).address();
        sums = arena.allocate(rows * ROW, CACHE_LINE).address();
    }

    /** Takes columns of b into memory of as many rows. */
    void take(long panel, long b, long stride, boolean transposed, int rows, int column, int width) {
        if (transposed) {
            copyColumns(panel, b + column * stride, stride, rows, width);
        } else {
            copyRows(panel, b + (long) column * Float.BYTES, stride, rows, width);
        }
    }

    /** Takes its rows from rows {@code stride} apart. What is there right of {@code width} does not matter: no sum that counts reads it. */
    static void copyRows(long panel, long matrix, long stride, int rows, int width) {
        for (int row = 0; row < rows; row++) {
            long from = matrix + row * stride;
            long into = panel + row * ROW;
            if (width == VectorTile.WIDTH) {
                store(load(from), into);
                store(load(from + VECTOR), into + VECTOR);
            } else {
                MemorySegment.copy(MEMORY, from, MEMORY, into, (long) width * Float.BYTES);
            }
        }
    }

    /** Takes its columns from rows {@code stride} apart, by way of an array, whose bounds the JIT compiler checks once a loop. */
    void copyColumns(long panel, long matrix, long stride, int rows, int width) {
        for (int first = 0; first < rows; first += BLOCK) {
            int count = Math.min(BLOCK, rows - first);
            for (int column = 0; column < width; column++) {
                MemorySegment.copy(MEMORY, LAYOUT, matrix + column * stride + (long) first * Float.BYTES, block, column * PITCH, count);
            }
            transpose(panel + first * ROW, count);
        }
    }

    private void transpose(long into, int count) {
        for (int i = 0; i < count; i++) {
            store(FloatVector.fromArray(FLOATS, block, i, COLUMNS, 0), into + i * ROW);
            store(FloatVector.fromArray(FLOATS, block, i + LENGTH * PITCH, COLUMNS, 0), into + i * ROW + VECTOR);
        }
    }

    /** Whether a panel's elements are finite: any other is not zero when subtracted from itself. */
    static boolean isFinite(long panel, int rows) {
        IntVector differences = IntVector.zero(INTS);
        for (int i = 0; i < rows; i++) {
            FloatVector left = load(panel + i * ROW);
            FloatVector right = load(panel + i * ROW + VECTOR);
            differences = differences.or(left.sub(left).reinterpretAsInts());
            differences = differences.or(right.sub(right).reinterpretAsInts());
        }
        return differences.reduceLanes(VectorOperators.OR) == 0;
    }

    /** Multiplies packed rows by a panel, into rows {@code stride} apart, or adds the product to what is there. */
    void multiply(int rows, int inner, VectorRows a, long panel, long into, long stride, int width, boolean adds) {
        if (width == VectorTile.WIDTH && !adds) {
            VectorTile.multiply(rows, inner, a, panel, into, stride);
        } else {
            VectorTile.multiply(rows, inner, a, panel, sums, ROW);
            putSums(into, stride, rows, width, adds);
        }
    }

    /** Puts the sums into rows {@code stride} apart, or adds them to what is there. */
    void putSums(long matrix, long stride, int rows, int width, boolean adds) {
        long whole = width / LENGTH * VECTOR;
        for (int row = 0; row < rows; row++) {
            long from = sums + row * ROW;
            long into = matrix + row * stride;
            for (long i = 0; i < whole; i += VECTOR) {
                FloatVector sum = load(from + i);
                store(adds ? load(into + i).add(sum) : sum, into + i);
            }
            for (long i = whole; i < (long) width * Float.BYTES; i += Float.BYTES) {
                float sum = MEMORY.get(LAYOUT, from + i);
                MEMORY.set(LAYOUT, into + i, adds ? MEMORY.get(LAYOUT, into + i) + sum : sum);
            }
        }
    }

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, ByteOrder.nativeOrder());
    }

    private static void store(FloatVector vector, long address) {
        vector.intoMemorySegment(MEMORY, address, ByteOrder.nativeOrder());
    }
}
