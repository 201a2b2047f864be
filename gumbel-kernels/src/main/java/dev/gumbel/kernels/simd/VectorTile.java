package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of a matrix product, two vectors wide, whose sums stay in registers: with six rows they are twelve of AVX2's sixteen, enough to keep two
 * units of latency four busy. The left operand comes from an array in the order in which it is read ({@link VectorRows}): the JIT compiler then
 * checks bounds once a loop. The right one is aligned memory ({@link VectorPanel}), since a vector across two cache lines takes two reads, and an
 * array lies where the collector puts it. Vectors are loaded and stored without methods of our own between: past 18,000 nodes
 * (NodeCountInliningCutoff) the JIT compiler inlines only what the JDK forces it to, and every vector that crosses a call is an object.
 */
@SuppressWarnings("checkstyle:MethodLength") // A tile is one loop.
final class VectorTile {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = FLOATS.length();
    private static final long VECTOR = (long) LENGTH * Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final MemorySegment MEMORY = AllMemory.SEGMENT;
    private static final int TWELVE = 12;
    static final int SIX = 6;
    static final int FOUR = 4;
    static final int ONE = 1;
    /** Elements of a row of a tile. */
    static final int WIDTH = 2 * LENGTH;
    static final long ROW_BYTES = 2 * VECTOR;
    /** Rows of the tallest tile: processors whose vectors hold 16 floats have 32 registers for them, others 16. */
    static final int TALLEST = LENGTH >= 16 ? TWELVE : SIX;

    private VectorTile() {}

    /**
     * c = a b for some rows and WIDTH columns.
     *
     * @param inner indices of the sum, of which a may leave some out
     * @param b the address of WIDTH elements for each index of the sum
     * @param c the address of the first element, its rows {@code rowC} bytes apart
     */
    static void multiply(int rows, int inner, VectorRows a, long b, long c, long rowC) {
        int tile = 0;
        int height;
        for (int row = 0; row < rows; row += height) {
            height = height(rows - row);
            int count = a.counts[tile];
            int firstA = VectorRows.start(tile, row, inner);
            int firstOffset = tile * a.pitch;
            long firstC = c + row * rowC;
            switch (height) {
                case TWELVE -> twelve(count, a.values, firstA, a.offsets, firstOffset, b, firstC, rowC);
                case SIX -> six(count, a.values, firstA, a.offsets, firstOffset, b, firstC, rowC);
                case FOUR -> four(count, a.values, firstA, a.offsets, firstOffset, b, firstC, rowC);
                default -> one(count, a.values, firstA, a.offsets, firstOffset, b, firstC);
            }
            tile++;
        }
    }

    /** The rows of the next tile. Single rows are slow, so 8 are two fours rather than six, one and one. */
    static int height(int left) {
        if (left < FOUR) {
            return ONE;
        }
        if (left < SIX || left == 2 * FOUR || left == 2 * FOUR + ONE) {
            return FOUR;
        }
        return left < TWELVE ? SIX : TALLEST;
    }

    /** Sums in 24 of the 32 registers that there are where vectors hold 16 floats: fewer reads and other instructions for each multiply-add. */
    private static void twelve(int count, float[] a, int firstA, int[] offsets, int firstOffset, long b, long c, long rowC) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector c0x = zero, c0y = zero;
        FloatVector c1x = zero, c1y = zero;
        FloatVector c2x = zero, c2y = zero;
        FloatVector c3x = zero, c3y = zero;
        FloatVector c4x = zero, c4y = zero;
        FloatVector c5x = zero, c5y = zero;
        FloatVector c6x = zero, c6y = zero;
        FloatVector c7x = zero, c7y = zero;
        FloatVector c8x = zero, c8y = zero;
        FloatVector c9x = zero, c9y = zero;
        FloatVector c10x = zero, c10y = zero;
        FloatVector c11x = zero, c11y = zero;
        for (int i = 0; i < count; i++) {
            long row = b + offsets[firstOffset + i];
            FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, MEMORY, row + VECTOR, ORDER);
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE]);
            c0x = a0.fma(b0, c0x);
            c0y = a0.fma(b1, c0y);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 1]);
            c1x = a1.fma(b0, c1x);
            c1y = a1.fma(b1, c1y);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 2]);
            c2x = a2.fma(b0, c2x);
            c2y = a2.fma(b1, c2y);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 3]);
            c3x = a3.fma(b0, c3x);
            c3y = a3.fma(b1, c3y);
            FloatVector a4 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 4]);
            c4x = a4.fma(b0, c4x);
            c4y = a4.fma(b1, c4y);
            FloatVector a5 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 5]);
            c5x = a5.fma(b0, c5x);
            c5y = a5.fma(b1, c5y);
            FloatVector a6 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 6]);
            c6x = a6.fma(b0, c6x);
            c6y = a6.fma(b1, c6y);
            FloatVector a7 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 7]);
            c7x = a7.fma(b0, c7x);
            c7y = a7.fma(b1, c7y);
            FloatVector a8 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 8]);
            c8x = a8.fma(b0, c8x);
            c8y = a8.fma(b1, c8y);
            FloatVector a9 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 9]);
            c9x = a9.fma(b0, c9x);
            c9y = a9.fma(b1, c9y);
            FloatVector a10 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 10]);
            c10x = a10.fma(b0, c10x);
            c10y = a10.fma(b1, c10y);
            FloatVector a11 = FloatVector.broadcast(FLOATS, a[firstA + i * TWELVE + 11]);
            c11x = a11.fma(b0, c11x);
            c11y = a11.fma(b1, c11y);
        }
        c0x.intoMemorySegment(MEMORY, c, ORDER);
        c0y.intoMemorySegment(MEMORY, c + VECTOR, ORDER);
        c1x.intoMemorySegment(MEMORY, c + rowC, ORDER);
        c1y.intoMemorySegment(MEMORY, c + rowC + VECTOR, ORDER);
        c2x.intoMemorySegment(MEMORY, c + 2 * rowC, ORDER);
        c2y.intoMemorySegment(MEMORY, c + 2 * rowC + VECTOR, ORDER);
        c3x.intoMemorySegment(MEMORY, c + 3 * rowC, ORDER);
        c3y.intoMemorySegment(MEMORY, c + 3 * rowC + VECTOR, ORDER);
        c4x.intoMemorySegment(MEMORY, c + 4 * rowC, ORDER);
        c4y.intoMemorySegment(MEMORY, c + 4 * rowC + VECTOR, ORDER);
        c5x.intoMemorySegment(MEMORY, c + 5 * rowC, ORDER);
        c5y.intoMemorySegment(MEMORY, c + 5 * rowC + VECTOR, ORDER);
        c6x.intoMemorySegment(MEMORY, c + 6 * rowC, ORDER);
        c6y.intoMemorySegment(MEMORY, c + 6 * rowC + VECTOR, ORDER);
        c7x.intoMemorySegment(MEMORY, c + 7 * rowC, ORDER);
        c7y.intoMemorySegment(MEMORY, c + 7 * rowC + VECTOR, ORDER);
        c8x.intoMemorySegment(MEMORY, c + 8 * rowC, ORDER);
        c8y.intoMemorySegment(MEMORY, c + 8 * rowC + VECTOR, ORDER);
        c9x.intoMemorySegment(MEMORY, c + 9 * rowC, ORDER);
        c9y.intoMemorySegment(MEMORY, c + 9 * rowC + VECTOR, ORDER);
        c10x.intoMemorySegment(MEMORY, c + 10 * rowC, ORDER);
        c10y.intoMemorySegment(MEMORY, c + 10 * rowC + VECTOR, ORDER);
        c11x.intoMemorySegment(MEMORY, c + 11 * rowC, ORDER);
        c11y.intoMemorySegment(MEMORY, c + 11 * rowC + VECTOR, ORDER);
    }

    private static void six(int count, float[] a, int firstA, int[] offsets, int firstOffset, long b, long c, long rowC) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        FloatVector c40 = zero, c41 = zero;
        FloatVector c50 = zero, c51 = zero;
        for (int i = 0; i < count; i++) {
            long row = b + offsets[firstOffset + i];
            FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, MEMORY, row + VECTOR, ORDER);
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[firstA + i * SIX]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[firstA + i * SIX + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[firstA + i * SIX + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[firstA + i * SIX + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(FLOATS, a[firstA + i * SIX + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(FLOATS, a[firstA + i * SIX + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR, ORDER);
        c10.intoMemorySegment(MEMORY, c + rowC, ORDER);
        c11.intoMemorySegment(MEMORY, c + rowC + VECTOR, ORDER);
        c20.intoMemorySegment(MEMORY, c + 2 * rowC, ORDER);
        c21.intoMemorySegment(MEMORY, c + 2 * rowC + VECTOR, ORDER);
        c30.intoMemorySegment(MEMORY, c + 3 * rowC, ORDER);
        c31.intoMemorySegment(MEMORY, c + 3 * rowC + VECTOR, ORDER);
        c40.intoMemorySegment(MEMORY, c + 4 * rowC, ORDER);
        c41.intoMemorySegment(MEMORY, c + 4 * rowC + VECTOR, ORDER);
        c50.intoMemorySegment(MEMORY, c + 5 * rowC, ORDER);
        c51.intoMemorySegment(MEMORY, c + 5 * rowC + VECTOR, ORDER);
    }

    private static void four(int count, float[] a, int firstA, int[] offsets, int firstOffset, long b, long c, long rowC) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        for (int i = 0; i < count; i++) {
            long row = b + offsets[firstOffset + i];
            FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, MEMORY, row + VECTOR, ORDER);
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[firstA + i * FOUR]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(FLOATS, a[firstA + i * FOUR + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(FLOATS, a[firstA + i * FOUR + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(FLOATS, a[firstA + i * FOUR + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR, ORDER);
        c10.intoMemorySegment(MEMORY, c + rowC, ORDER);
        c11.intoMemorySegment(MEMORY, c + rowC + VECTOR, ORDER);
        c20.intoMemorySegment(MEMORY, c + 2 * rowC, ORDER);
        c21.intoMemorySegment(MEMORY, c + 2 * rowC + VECTOR, ORDER);
        c30.intoMemorySegment(MEMORY, c + 3 * rowC, ORDER);
        c31.intoMemorySegment(MEMORY, c + 3 * rowC + VECTOR, ORDER);
    }

    private static void one(int count, float[] a, int firstA, int[] offsets, int firstOffset, long b, long c) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector c00 = zero, c01 = zero;
        for (int i = 0; i < count; i++) {
            long row = b + offsets[firstOffset + i];
            FloatVector b0 = FloatVector.fromMemorySegment(FLOATS, MEMORY, row, ORDER);
            FloatVector b1 = FloatVector.fromMemorySegment(FLOATS, MEMORY, row + VECTOR, ORDER);
            FloatVector a0 = FloatVector.broadcast(FLOATS, a[firstA + i]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
        }
        c00.intoMemorySegment(MEMORY, c, ORDER);
        c01.intoMemorySegment(MEMORY, c + VECTOR, ORDER);
    }
}
