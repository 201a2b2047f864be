package dev.gumbel.kernels.simd;

import jdk.incubator.vector.VectorShape;

/** The length of the processor's vectors. To ask a vector's class for it would load most of the Vector API, a tenth of a second. */
public final class Vectors {
    /** How many floats one holds. */
    public static final int FLOATS = VectorShape.preferredShape().vectorBitSize() / Float.SIZE;
    private static final int MANY = 8;

    private Vectors() {}

    /** Whether they hold as many elements as make products worth while: 128-bit vectors of ARM have none of longs at all. */
    public static boolean areLong() {
        return FLOATS >= MANY;
    }
}
