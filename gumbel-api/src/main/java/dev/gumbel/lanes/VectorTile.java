package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of a matrix product, two vectors wide, whose sums stay in registers: with six rows they are twelve of AVX2's sixteen, enough to keep two
 * units of latency four busy. Operands come from arrays that hold them in the order in which they are read ({@link VectorPack}, {@link
 * VectorPanel}): the JIT compiler then checks bounds once a loop, where it checked each element of a matrix in memory. Each method stays below the
 * number of nodes at which it gives up on inlining (NodeCountInliningCutoff): eight rows of three vectors, and every vector was an object.
 */
final class VectorTile {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LENGTH = FLOATS.length();
    private static final long VECTOR = (long) LENGTH * Float.BYTES;
    /** Elements of a row of a tile. */
    static final int WIDTH = 2 * LENGTH;
    static final int TALL = 6;
    static final int SHORT = 4;
    static final int ROW = 1;
    private static final MemorySegment MEMORY = AllMemory.SEGMENT;

    private VectorTile() {}

    /**
     * c = a b for some rows and WIDTH columns.
     *
     * @param a tile by tile, of each the rows' elements for each index of the sum, one index after the other
     * @param b WIDTH elements for each index of the sum
     * @param c the address of the first element, its rows {@code rowC} bytes apart
     */
    static void multiply(int rows, int inner, float[] a, float[] b, long c, long rowC) {
        int firstA = 0;
        long firstC = c;
        int height;
        for (int left = rows; left > 0; left -= height) {
            height = height(left);
            switch (height) {
                case TALL -> tall(inner, a, firstA, b, firstC, rowC);
                case SHORT -> shorter(inner, a, firstA, b, firstC, rowC);
                default -> row(inner, a, firstA, b, firstC);
            }
            firstA += height * inner;
            firstC += height * rowC;
        }
    }

    /** The rows of the next tile. Single rows are slow, so 8 are two fours rather than six, one and one. */
    static int height(int left) {
        if (left < SHORT) {
            return ROW;
        }
        return left < TALL || left == 2 * SHORT ? SHORT : TALL;
    }

    private static void tall(int inner, float[] a, int firstA, float[] b, long c, long rowC) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        FloatVector c40 = zero, c41 = zero;
        FloatVector c50 = zero, c51 = zero;
        for (int i = 0; i < inner; i++) {
            FloatVector b0 = load(b, i * WIDTH);
            FloatVector b1 = load(b, i * WIDTH + LENGTH);
            FloatVector a0 = repeat(a[firstA + i * TALL]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = repeat(a[firstA + i * TALL + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = repeat(a[firstA + i * TALL + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = repeat(a[firstA + i * TALL + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = repeat(a[firstA + i * TALL + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = repeat(a[firstA + i * TALL + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        store(c00, c01, c);
        store(c10, c11, c + rowC);
        store(c20, c21, c + 2 * rowC);
        store(c30, c31, c + 3 * rowC);
        store(c40, c41, c + 4 * rowC);
        store(c50, c51, c + 5 * rowC);
    }

    private static void shorter(int inner, float[] a, int firstA, float[] b, long c, long rowC) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector c00 = zero, c01 = zero;
        FloatVector c10 = zero, c11 = zero;
        FloatVector c20 = zero, c21 = zero;
        FloatVector c30 = zero, c31 = zero;
        for (int i = 0; i < inner; i++) {
            FloatVector b0 = load(b, i * WIDTH);
            FloatVector b1 = load(b, i * WIDTH + LENGTH);
            FloatVector a0 = repeat(a[firstA + i * SHORT]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = repeat(a[firstA + i * SHORT + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = repeat(a[firstA + i * SHORT + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = repeat(a[firstA + i * SHORT + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        store(c00, c01, c);
        store(c10, c11, c + rowC);
        store(c20, c21, c + 2 * rowC);
        store(c30, c31, c + 3 * rowC);
    }

    private static void row(int inner, float[] a, int firstA, float[] b, long c) {
        FloatVector c0 = FloatVector.zero(FLOATS);
        FloatVector c1 = FloatVector.zero(FLOATS);
        for (int i = 0; i < inner; i++) {
            FloatVector a0 = repeat(a[firstA + i]);
            c0 = a0.fma(load(b, i * WIDTH), c0);
            c1 = a0.fma(load(b, i * WIDTH + LENGTH), c1);
        }
        store(c0, c1, c);
    }

    private static FloatVector repeat(float x) {
        return FloatVector.broadcast(FLOATS, x);
    }

    private static FloatVector load(float[] x, int index) {
        return FloatVector.fromArray(FLOATS, x, index);
    }

    private static void store(FloatVector first, FloatVector second, long address) {
        first.intoMemorySegment(MEMORY, address, ByteOrder.nativeOrder());
        second.intoMemorySegment(MEMORY, address + VECTOR, ByteOrder.nativeOrder());
    }
}
