package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;

/**
 * Matrix products over memory. Every element is a sum of chains of {@link #CHAIN} fused multiply-adds each, in the order of the inner index, so its
 * bits depend neither on the number of threads nor on the length of the machine's vectors, but for the sign of a zero that comes of underflow. Not
 * thread-safe.
 */
public interface MatrixProducts extends AutoCloseable {
    /** Inner indices of a chain. */
    int CHAIN = 512;

    /**
     * The fastest products this JVM can run: by the Vector API where that is there and a vector holds eight floats at least, else in plain loops.
     *
     * @param workers who computes; it is not closed with these products
     */
    static MatrixProducts best(WorkerPool workers) {
        return VectorApi.isUsable() ? VectorApi.products(workers) : scalar();
    }

    /** Plain loops on one thread. */
    static MatrixProducts scalar() {
        return new ScalarProducts();
    }

    /**
     * c[rows, columns] = a[rows, inner] b[inner, columns]. All matrices are native memory in row-major order without gaps, float32 in native order;
     * no alignment is assumed. A transposed operand lies there as its transpose: a as [inner, rows], b as [columns, inner].
     */
    void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c);

    /** Frees the memory. */
    @Override
    void close();
}
