package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Some columns of a matrix, row after row without gaps, as {@link VectorTile} reads them; missing columns are zeros. Strides and addresses are in
 * bytes.
 */
final class VectorPanel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = (long) FLOATS.length() * Float.BYTES;
    private static final long ROW = (long) VectorTile.WIDTH * Float.BYTES;
    /** Floats of a cache line. */
    private static final int LINE = 16;
    @SuppressWarnings("restricted")
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private VectorPanel() {}

    /** Takes the panel's rows from rows {@code stride} apart. */
    static void copy(long matrix, long stride, int rows, int width, long panel) {
        if (width == VectorTile.WIDTH) {
            for (int row = 0; row < rows; row++) {
                move(matrix + row * stride, panel + row * ROW);
                move(matrix + row * stride + VECTOR, panel + row * ROW + VECTOR);
            }
        } else {
            clear(panel, rows);
            for (int row = 0; row < rows; row++) {
                for (long i = 0; i < (long) width * Float.BYTES; i += Float.BYTES) {
                    set(panel + row * ROW + i, get(matrix + row * stride + i));
                }
            }
        }
    }

    /** Takes the panel's columns from rows {@code stride} apart, a cache line of each at a time. */
    static void transpose(long matrix, long stride, int rows, int width, long panel) {
        if (width < VectorTile.WIDTH) {
            clear(panel, rows);
        }
        for (int first = 0; first < rows; first += LINE) {
            int count = Math.min(LINE, rows - first);
            for (int column = 0; column < width; column++) {
                long from = matrix + column * stride + (long) first * Float.BYTES;
                long to = panel + first * ROW + (long) column * Float.BYTES;
                for (int i = 0; i < count; i++) {
                    set(to + i * ROW, get(from + (long) i * Float.BYTES));
                }
            }
        }
    }

    /** Puts a panel of sums into rows of a matrix {@code stride} apart, or adds them to what is there. */
    static void copy(long panel, int rows, int width, boolean adds, long matrix, long stride) {
        for (int row = 0; row < rows; row++) {
            for (long i = 0; i < (long) width * Float.BYTES; i += Float.BYTES) {
                float sum = get(panel + row * ROW + i);
                long target = matrix + row * stride + i;
                set(target, adds ? get(target) + sum : sum);
            }
        }
    }

    private static void clear(long panel, int rows) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (long i = 0; i < rows * ROW; i += VECTOR) {
            zero.intoMemorySegment(MEMORY, panel + i, ByteOrder.nativeOrder());
        }
    }

    private static void move(long from, long into) {
        FloatVector.fromMemorySegment(FLOATS, MEMORY, from, ByteOrder.nativeOrder()).intoMemorySegment(MEMORY, into, ByteOrder.nativeOrder());
    }

    private static float get(long address) {
        return MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
    }

    private static void set(long address, float value) {
        MEMORY.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
    }
}
