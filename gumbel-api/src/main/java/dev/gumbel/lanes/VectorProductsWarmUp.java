package dev.gumbel.lanes;

import java.lang.foreign.Arena;

/** Brings the loops of {@link VectorProducts} to the JIT compiler; begins when this class is loaded. */
final class VectorProductsWarmUp {
    private static final int INNER = 32;
    private static final WarmUp WARM_UP = WarmUp.of(
            () -> Sampled.multiply(VectorTile.TALLEST), () -> Sampled.multiply(VectorTile.SIX), () -> Sampled.multiply(VectorTile.FOUR),
            () -> Sampled.multiply(VectorTile.ONE), Sampled::copyRows, Sampled::copyColumns, Sampled::packRows, Sampled::packColumns,
            Sampled::putSums);

    private VectorProductsWarmUp() {}

    static boolean isOver() {
        return WARM_UP.isOver();
    }

    /** Loaded, and with it the Vector API, by the thread that runs the samples. */
    private static final class Sampled {
        private static final Arena ARENA = Arena.ofAuto();
        private static final VectorPanel PANEL = new VectorPanel(ARENA, INNER, INNER);
        private static final long MATRIX = ARENA.allocate(INNER * VectorPanel.ROW).address();
        private static final VectorPack PACK = new VectorPack(VectorTile.TALLEST, INNER);

        static void multiply(int height) {
            PANEL.multiply(height, INNER, PACK.values, PANEL.values, MATRIX, VectorPanel.ROW, VectorTile.WIDTH, false);
        }

        static void copyRows() {
            VectorPanel.copyRows(PANEL.values, MATRIX, VectorPanel.ROW, INNER, VectorTile.WIDTH);
        }

        static void copyColumns() {
            PANEL.copyColumns(PANEL.values, MATRIX, INNER * Float.BYTES, INNER, VectorTile.WIDTH);
        }

        static void packRows() {
            PACK.copyRows(MATRIX, INNER * Float.BYTES, VectorTile.TALLEST, INNER);
        }

        static void packColumns() {
            PACK.copyColumns(MATRIX, VectorPanel.ROW, VectorTile.TALLEST, INNER);
        }

        static void putSums() {
            PANEL.putSums(MATRIX, VectorPanel.ROW, INNER, VectorTile.WIDTH, false);
            PANEL.putSums(MATRIX, VectorPanel.ROW, INNER, VectorTile.WIDTH, true);
        }
    }
}
