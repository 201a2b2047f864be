package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of a matrix product, two vectors wide, whose sums stay in registers: with six rows they are twelve of AVX2's sixteen, enough to keep two
 * units of latency four busy. Each method stays below the number of nodes at which the JIT compiler gives up on inlining (NodeCountInliningCutoff):
 * one load more for each sum, and every vector would be an object. Strides and addresses are in bytes.
 */
final class VectorTile {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = (long) FLOATS.length() * Float.BYTES;
    /** Elements of a row of a tile, and of its panel. */
    static final int WIDTH = 2 * FLOATS.length();
    private static final long STRIDE = (long) WIDTH * Float.BYTES;
    private static final int TALL = 6;
    private static final int SHORT = 4;
    /** All of memory: loops over one constant segment are compiled once (docs/adr/0005). */
    @SuppressWarnings("restricted")
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private VectorTile() {}

    /**
     * c = a b for some rows and WIDTH columns.
     *
     * @param a the first element; the next one down is {@code down} on, the next one along the sum {@code along}
     * @param panel WIDTH elements for each index of the sum, one after the other
     * @param c the first element, its rows {@code rowC} apart
     */
    static void multiply(int rows, int inner, long a, long down, long along, long panel, long c, long rowC) {
        int left = rows;
        long firstA = a;
        long firstC = c;
        while (left > 0) {
            int height = height(left);
            switch (height) {
                case TALL -> tall(inner, firstA, down, along, panel, firstC, rowC);
                case SHORT -> shorter(inner, firstA, down, along, panel, firstC, rowC);
                default -> row(inner, firstA, along, panel, firstC);
            }
            firstA += height * down;
            firstC += height * rowC;
            left -= height;
        }
    }

    /** Single rows are slow, so 8 are two fours rather than six, one and one. */
    private static int height(int left) {
        if (left < SHORT) {
            return 1;
        }
        return left < TALL || left == 2 * SHORT ? SHORT : TALL;
    }

    private static void tall(int inner, long firstA, long down, long along, long panel, long c, long rowC) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        FloatVector c40 = zero, c41 = zero;
        FloatVector c50 = zero, c51 = zero;
        long a = firstA;
        long end = panel + inner * STRIDE;
        for (long b = panel; b < end; b += STRIDE) {
            FloatVector b0 = load(b);
            FloatVector b1 = load(b + VECTOR);
            FloatVector a0 = repeat(a);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = repeat(a + down);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = repeat(a + 2 * down);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = repeat(a + 3 * down);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = repeat(a + 4 * down);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = repeat(a + 5 * down);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            a += along;
        }
        store(c00, c01, c);
        store(c10, c11, c + rowC);
        store(c20, c21, c + 2 * rowC);
        store(c30, c31, c + 3 * rowC);
        store(c40, c41, c + 4 * rowC);
        store(c50, c51, c + 5 * rowC);
    }

    private static void shorter(int inner, long firstA, long down, long along, long panel, long c, long rowC) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        long a = firstA;
        long end = panel + inner * STRIDE;
        for (long b = panel; b < end; b += STRIDE) {
            FloatVector b0 = load(b);
            FloatVector b1 = load(b + VECTOR);
            FloatVector a0 = repeat(a);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = repeat(a + down);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = repeat(a + 2 * down);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = repeat(a + 3 * down);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            a += along;
        }
        store(c00, c01, c);
        store(c10, c11, c + rowC);
        store(c20, c21, c + 2 * rowC);
        store(c30, c31, c + 3 * rowC);
    }

    private static void row(int inner, long firstA, long along, long panel, long c) {
        FloatVector c0 = FloatVector.zero(FLOATS);
        FloatVector c1 = FloatVector.zero(FLOATS);
        long a = firstA;
        long end = panel + inner * STRIDE;
        for (long b = panel; b < end; b += STRIDE) {
            FloatVector a0 = repeat(a);
            c0 = a0.fma(load(b), c0);
            c1 = a0.fma(load(b + VECTOR), c1);
            a += along;
        }
        store(c0, c1, c);
    }

    private static FloatVector repeat(long a) {
        return FloatVector.broadcast(FLOATS, MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a));
    }

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(FLOATS, MEMORY, address, ByteOrder.nativeOrder());
    }

    private static void store(FloatVector first, FloatVector second, long address) {
        first.intoMemorySegment(MEMORY, address, ByteOrder.nativeOrder());
        second.intoMemorySegment(MEMORY, address + VECTOR, ByteOrder.nativeOrder());
    }
}
