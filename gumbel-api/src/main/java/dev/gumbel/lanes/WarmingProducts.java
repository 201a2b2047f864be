package dev.gumbel.lanes;

import java.lang.foreign.MemorySegment;

/** Plain loops until those over vectors are compiled. */
final class WarmingProducts implements Products {
    private final Team team;
    private Products current = new ScalarProducts();
    private boolean warm;

    WarmingProducts(Team team) {
        this.team = team;
    }

    @Override
    public void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c) {
        if (!warm && VectorProductsWarmUp.isOver()) {
            current = new VectorProducts(team);
            warm = true;
        }
        current.multiply(rows, inner, columns, a, transposeA, b, transposeB, c);
    }

    @Override
    public void close() {
        current.close();
    }
}
