package dev.gumbel.kernels.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Brings the loops of {@link VectorProducts} to the JIT compiler; begins when this class is loaded. */
final class VectorProductsWarmUp {
    private static final int INNER = 32;
    private static final WarmUp WARM_UP = WarmUp.of(
            Sampled::packRows, Sampled::packColumns, Sampled::leaveOutZeros, Sampled::copyRows, Sampled::copyColumns,
            () -> Sampled.multiply(VectorTile.TALLEST), () -> Sampled.multiply(VectorTile.SIX), () -> Sampled.multiply(VectorTile.FOUR),
            () -> Sampled.multiply(VectorTile.ONE), Sampled::putSums);

    private VectorProductsWarmUp() {}

    static boolean isOver() {
        return WARM_UP.isOver();
    }

    /** Loaded, and with it the Vector API, by the thread that runs the samples. */
    private static final class Sampled {
        private static final Arena ARENA = Arena.ofAuto();
        private static final VectorPanel PANEL = new VectorPanel(ARENA, INNER, INNER);
        private static final long RESULT = matrix(0);
        private static final long ZEROS = matrix(0);
        private static final long ONES = matrix(1);
        private static final VectorPack PACK = new VectorPack(WorkerPool.of(1));

        private static long matrix(float element) {
            MemorySegment matrix = ARENA.allocate(INNER * VectorPanel.ROW);
            for (long i = 0; i < matrix.byteSize(); i += Float.BYTES) {
                matrix.set(ValueLayout.JAVA_FLOAT_UNALIGNED, i, element);
            }
            return matrix.address();
        }

        static void multiply(int height) {
            PANEL.multiply(height, INNER, PACK.rows(false), PANEL.values, RESULT, VectorPanel.ROW, VectorTile.WIDTH, false);
        }

        static void copyRows() {
            VectorPanel.copyRows(PANEL.values, RESULT, VectorPanel.ROW, INNER, VectorTile.WIDTH);
        }

        static void copyColumns() {
            PANEL.copyColumns(PANEL.values, RESULT, INNER * Float.BYTES, INNER, VectorTile.WIDTH);
        }

        static void packRows() {
            PACK.take(ONES, INNER * Float.BYTES, false, 0, 0, VectorTile.TALLEST, INNER);
        }

        static void packColumns() {
            PACK.take(ONES, VectorPanel.ROW, true, 0, 0, VectorTile.TALLEST, INNER);
        }

        static void leaveOutZeros() {
            PACK.take(ZEROS, INNER * Float.BYTES, false, 0, 0, VectorTile.TALLEST, INNER);
            VectorPanel.isFinite(PANEL.values, INNER);
        }

        static void putSums() {
            PANEL.putSums(RESULT, VectorPanel.ROW, INNER, VectorTile.WIDTH, false);
            PANEL.putSums(RESULT, VectorPanel.ROW, INNER, VectorTile.WIDTH, true);
        }
    }
}
