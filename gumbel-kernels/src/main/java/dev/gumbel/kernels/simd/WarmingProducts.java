package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;

/** Plain loops until those over vectors are compiled. */
final class WarmingProducts implements MatrixProducts {
    private final WorkerPool workers;
    private MatrixProducts current = new ScalarProducts();
    private boolean warm;

    WarmingProducts(WorkerPool workers) {
        this.workers = workers;
    }

    @Override
    public void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c) {
        current().multiply(rows, inner, columns, a, transposeA, b, transposeB, c);
    }

    private MatrixProducts current() {
        if (!warm && VectorProductsWarmUp.isOver()) {
            current = new VectorProducts(workers);
            warm = true;
        }
        return current;
    }

    @Override
    public void close() {
        current.close();
    }
}
