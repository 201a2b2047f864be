package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Matrix products over memory. Every element is a sum of chains of {@link #CHAIN} fused multiply-adds each, in the order of the inner index, so its
 * bits depend neither on the number of threads nor on the length of the machine's vectors, but for the sign of a zero that comes of underflow. Not
 * thread-safe.
 */
public interface Products extends AutoCloseable {
    /** Inner indices of a chain. */
    int CHAIN = 512;

    /**
     * Products by the Vector API. None without it, and none on a processor whose vectors hold fewer than eight floats: a library's are faster there.
     *
     * @param workers who computes; it is not closed with these products
     */
    static Optional<Products> best(WorkerPool workers) {
        return VectorApi.isUsable() ? VectorApi.products(workers) : Optional.empty();
    }

    /**
     * c[rows, columns] = a[rows, inner] b[inner, columns]. All matrices are native memory in row-major order without gaps, float32 in native order;
     * no alignment is assumed. A transposed operand lies there as its transpose: a as [inner, rows], b as [columns, inner].
     */
    void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c);

    /** Takes the elements of a product. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes those of some rows; they are gone afterwards.
         *
         * @param member the thread's number in the workers
         * @param first how many bytes of the product come before them
         * @param bytes how many they are
         * @param block begins with them
         */
        void take(int member, long first, long bytes, MemorySegment block);
    }

    /**
     * Computes a product, as above, whose rows somebody takes as soon as they are there, several threads at once: it is written nowhere.
     *
     * @return false where that brings nothing, or cannot be; then nothing has been done
     */
    default boolean multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, Taker taker) {
        return false;
    }

    /** Frees the memory. */
    @Override
    void close();
}
