package dev.gumbel.lanes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Memory for a column of tiles: rows of WIDTH floats without gaps. What {@link VectorTile} reads, and what it writes where that may not go into the
 * result at once. Strides and addresses are in bytes.
 */
final class VectorPanel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final long VECTOR = (long) FLOATS.length() * Float.BYTES;
    static final long ROW = (long) VectorTile.WIDTH * Float.BYTES;
    /** Rows transposed at a time: 16 kB where vectors hold 16 floats. */
    private static final int BLOCK = 128;
    private static final long CACHE_LINE = 64;
    @SuppressWarnings("restricted")
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final long address;
    private final float[] line = new float[BLOCK];
    private final float[] block = new float[BLOCK * VectorTile.WIDTH];

    VectorPanel(Arena arena, int rows) {
        address = arena.allocate(rows * ROW, CACHE_LINE).address();
    }

    long address() {
        return address;
    }

    /** Takes its rows from rows {@code stride} apart. What is there right of {@code width} does not matter: no sum that counts reads it. */
    void copyRows(long matrix, long stride, int rows, int width) {
        if (width == VectorTile.WIDTH) {
            for (int row = 0; row < rows; row++) {
                move(matrix + row * stride, address + row * ROW);
                move(matrix + row * stride + VECTOR, address + row * ROW + VECTOR);
            }
        } else {
            for (int row = 0; row < rows; row++) {
                MemorySegment.copy(MEMORY, matrix + row * stride, MEMORY, address + row * ROW, (long) width * Float.BYTES);
            }
        }
    }

    /** Takes its columns from rows {@code stride} apart; through arrays, whose bounds the JIT compiler checks once a loop. */
    void copyColumns(long matrix, long stride, int rows, int width) {
        for (int first = 0; first < rows; first += BLOCK) {
            int count = Math.min(BLOCK, rows - first);
            for (int column = 0; column < width; column++) {
                MemorySegment.copy(MEMORY, LAYOUT, matrix + column * stride + (long) first * Float.BYTES, line, 0, count);
                for (int i = 0; i < count; i++) {
                    block[i * VectorTile.WIDTH + column] = line[i];
                }
            }
            MemorySegment.copy(block, 0, MEMORY, LAYOUT, address + first * ROW, count * VectorTile.WIDTH);
        }
    }

    /** Puts its rows into rows {@code stride} apart, or adds them to what is there. */
    void putInto(long matrix, long stride, int rows, int width, boolean adds) {
        for (int row = 0; row < rows; row++) {
            for (long i = 0; i < (long) width * Float.BYTES; i += Float.BYTES) {
                float sum = get(address + row * ROW + i);
                long target = matrix + row * stride + i;
                MEMORY.set(LAYOUT, target, adds ? get(target) + sum : sum);
            }
        }
    }

    private static void move(long from, long into) {
        FloatVector.fromMemorySegment(FLOATS, MEMORY, from, ByteOrder.nativeOrder()).intoMemorySegment(MEMORY, into, ByteOrder.nativeOrder());
    }

    private static float get(long address) {
        return MEMORY.get(LAYOUT, address);
    }
}
