package dev.gumbel.kernels;

import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Unary;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;

/**
 * Plain loops over the memory of dense arrays in row-major order: every op of the backend {@code java} that has no pass of its own, and what a
 * library gets wrong or does a hundred times too slowly. Not thread-safe.
 */
public final class HostLoops {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt ID = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int BLOCK = 1024;

    private final float[] first = new float[BLOCK];
    private final float[] second = new float[BLOCK];
    private final float[] result = new float[BLOCK];
    private final int[] firstIds = new int[BLOCK];
    private final int[] secondIds = new int[BLOCK];

    /** The op of each element. */
    public void unary(Unary op, MemorySegment x, MemorySegment out) {
        for (long offset = 0; offset < out.byteSize(); offset += BLOCK * Float.BYTES) {
            int length = length(out, offset);
            read(x, offset, first, length);
            ElementLoops.unary(op, first, result, length);
            MemorySegment.copy(result, 0, out, LAYOUT, offset, length);
        }
    }

    /** The op of each pair of elements; an operand of one element is repeated. */
    public void binary(Binary op, MemorySegment a, MemorySegment b, MemorySegment out) {
        for (long offset = 0; offset < out.byteSize(); offset += BLOCK * Float.BYTES) {
            int length = length(out, offset);
            read(a, offset, first, length);
            read(b, offset, second, length);
            ElementLoops.binary(op, first, second, result, length);
            MemorySegment.copy(result, 0, out, LAYOUT, offset, length);
        }
    }

    /** A comparison of each pair of INT32 elements, 1 or 0 in that type; an operand of one element is repeated. */
    public void compareIds(Binary op, MemorySegment a, MemorySegment b, MemorySegment out) {
        for (long offset = 0; offset < out.byteSize(); offset += BLOCK * Integer.BYTES) {
            int length = length(out, offset);
            read(a, offset, firstIds, length);
            read(b, offset, secondIds, length);
            ElementLoops.compare(op, firstIds, secondIds, length);
            MemorySegment.copy(firstIds, 0, out, ID, offset, length);
        }
    }

    /** a where the condition, of INT32 or else of FLOAT32, is not 0, else b; an operand of one element is repeated. */
    public void where(MemorySegment condition, boolean byIds, MemorySegment a, MemorySegment b, MemorySegment out) {
        // All bits of an INT32 count; a float is 0 whatever its sign is.
        int significant = byIds ? -1 : Integer.MAX_VALUE;
        for (long offset = 0; offset < out.byteSize(); offset += BLOCK * Float.BYTES) {
            int length = length(out, offset);
            read(condition, offset, firstIds, length);
            read(a, offset, first, length);
            read(b, offset, second, length);
            choose(firstIds, significant, first, second, result, length);
            MemorySegment.copy(result, 0, out, LAYOUT, offset, length);
        }
    }

    private static void choose(int[] condition, int significant, float[] a, float[] b, float[] result, int length) {
        for (int i = 0; i < length; i++) {
            result[i] = (condition[i] & significant) != 0 ? a[i] : b[i];
        }
    }

    /**
     * The rows of a table that ids name.
     *
     * @throws IndexOutOfBoundsException if an id names none
     */
    public void gather(MemorySegment table, long rows, MemorySegment ids, MemorySegment out) {
        long rowBytes = table.byteSize() / rows;
        long offset = 0;
        for (int id : ids.toArray(ID)) {
            MemorySegment.copy(table, Objects.checkIndex(id, rows) * rowBytes, out, offset, rowBytes);
            offset += rowBytes;
        }
    }

    /** Adds rows to the rows of a result that ids name, in their order. */
    public void scatterAdd(MemorySegment updates, MemorySegment ids, long rows, MemorySegment out) {
        int columns = (int) (out.byteSize() / rows / Float.BYTES);
        float[] row = new float[columns];
        float[] update = new float[columns];
        long from = 0;
        for (int id : ids.toArray(ID)) {
            long to = Objects.checkIndex(id, rows) * columns * Float.BYTES;
            MemorySegment.copy(updates, LAYOUT, from, update, 0, columns);
            MemorySegment.copy(out, LAYOUT, to, row, 0, columns);
            for (int i = 0; i < columns; i++) {
                row[i] += update[i];
            }
            MemorySegment.copy(row, 0, out, LAYOUT, to, columns);
            from += (long) columns * Float.BYTES;
        }
    }

    private static int length(MemorySegment out, long offset) {
        return (int) Math.min(BLOCK, (out.byteSize() - offset) / Float.BYTES);
    }

    private static void read(MemorySegment from, long offset, float[] block, int length) {
        if (from.byteSize() == Float.BYTES) {
            Arrays.fill(block, 0, length, from.get(LAYOUT, 0));
        } else {
            MemorySegment.copy(from, LAYOUT, offset, block, 0, length);
        }
    }

    private static void read(MemorySegment from, long offset, int[] block, int length) {
        if (from.byteSize() == Integer.BYTES) {
            Arrays.fill(block, 0, length, from.get(ID, 0));
        } else {
            MemorySegment.copy(from, ID, offset, block, 0, length);
        }
    }

    /** The largest of each row, NaN if any is. */
    public void max(MemorySegment x, int columns, MemorySegment out) {
        float[] row = new float[columns];
        long rows = out.byteSize() / Float.BYTES;
        for (long i = 0; i < rows; i++) {
            MemorySegment.copy(x, LAYOUT, i * columns * Float.BYTES, row, 0, columns);
            out.setAtIndex(LAYOUT, i, max(row));
        }
    }

    /** 1 at the first of the largest of each row, 0 elsewhere; a row that holds NaN becomes NaN. */
    public void oneHotArgmax(MemorySegment x, int columns, MemorySegment out) {
        new Argmaxes(columns, Simd.scalar()).oneHot(x, out);
    }

    private static float max(float[] row) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : row) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
