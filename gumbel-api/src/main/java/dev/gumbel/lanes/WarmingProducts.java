package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;

/** Plain loops until those over vectors are compiled. */
final class WarmingProducts implements Products {
    private final WorkerPool workers;
    private Products current = new ScalarProducts();
    private boolean warm;

    WarmingProducts(WorkerPool workers) {
        this.workers = workers;
    }

    @Override
    public void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c) {
        current().multiply(rows, inner, columns, a, transposeA, b, transposeB, c);
    }

    @Override
    public boolean multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, Taker taker) {
        return current().multiply(rows, inner, columns, a, transposeA, b, transposeB, taker);
    }

    private Products current() {
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
