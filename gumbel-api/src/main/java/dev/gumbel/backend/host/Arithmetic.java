package dev.gumbel.backend.host;

import dev.gumbel.op.Binary;
import java.lang.foreign.MemorySegment;

/** Sums, differences, products and quotients of equally many elements. Not thread-safe. */
final class Arithmetic {
    private static final int BLOCK = 4096;

    private final float[] a = new float[BLOCK];
    private final float[] b = new float[BLOCK];

    static boolean knows(Binary op) {
        return op instanceof Binary.Add || op instanceof Binary.Sub || op instanceof Binary.Mul || op instanceof Binary.Div;
    }

    void apply(Binary op, MemorySegment left, MemorySegment right, MemorySegment out) {
        for (long start = 0; start < Blocks.count(out); start += BLOCK) {
            int length = (int) Math.min(BLOCK, Blocks.count(out) - start);
            Blocks.read(left, start, a, length);
            Blocks.read(right, start, b, length);
            switch (op) {
                case Binary.Add _ -> FloatLoops.add(a, b, length);
                case Binary.Sub _ -> subtract(a, b, length);
                case Binary.Mul _ -> FloatLoops.multiply(a, b, length);
                case Binary.Div _ -> divide(a, b, length);
                default -> throw new IllegalArgumentException("no arithmetic: " + op);
            }
            Blocks.write(a, out, start, length);
        }
    }

    private static void subtract(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] -= b[i];
        }
    }

    private static void divide(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] /= b[i];
        }
    }
}
