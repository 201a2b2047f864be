package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Matrix products over memory. Every element is a sum of chains of 512 fused multiply-adds each, in the order of the inner index, so its bits depend
 * neither on the number of threads nor on the length of the machine's vectors. Not thread-safe.
 */
public interface Products extends AutoCloseable {
    /** Threads, if nobody says how many. */
    int MOST = 8;

    /**
     * Products by the Vector API. None without it, and none on a processor whose vectors hold fewer than eight floats: a library's are faster there.
     *
     * @param threads how many compute, the caller among them; 0 for one for each processor, but not more than a step of training can feed
     */
    static Optional<Products> best(int threads) {
        int members = threads > 0 ? threads : Math.min(MOST, Runtime.getRuntime().availableProcessors());
        return VectorApi.isUsable() ? VectorApi.products(members) : Optional.empty();
    }

    /**
     * c[rows, columns] = a[rows, inner] b[inner, columns]. All matrices are native memory in row-major order without gaps, float32 in native order;
     * no alignment is assumed. A transposed operand lies there as its transpose: a as [inner, rows], b as [columns, inner].
     */
    void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c);

    /** Ends the threads and frees the memory. */
    @Override
    void close();
}
