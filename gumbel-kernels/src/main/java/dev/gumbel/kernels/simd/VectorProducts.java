package dev.gumbel.kernels.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Products in strips as wide as a tile: some rows of a are packed in the order in which they are read, then a strip's columns of b into a panel,
 * which stays in the cache while the rows of a pass over it (Goto and van de Geijn 2008). A pool of workers shares the strips.
 */
final class VectorProducts implements MatrixProducts {
    /** Inner indices of a panel: a longer sum goes on where the panel before it has ended. */
    private static final int DEPTH = CHAIN;
    /** Rows of a that are packed: each panel is packed once for all of them. */
    private static final int HEIGHT = 1008;
    /** Below this many multiplications threads cost more than they bring. */
    static final long WORTH_SHARING = 1 << 18;
    private static final long FLOAT = Float.BYTES;

    private final WorkerPool workers;
    private final Arena arena = Arena.ofShared();
    private final VectorPack pack;
    private final List<VectorPanel> panels;
    private final WorkerPool.Task strip = this::multiplyStrip;
    // The part of the product at hand, for the workers: a pass over some rows and some indices of the sums.
    private int height;
    private int depth;
    private int columns;
    private long b;
    private boolean transposeB;
    private long strideB;
    private long c;
    private boolean adds;

    VectorProducts(WorkerPool workers) {
        this.workers = workers;
        this.pack = new VectorPack(workers);
        this.panels = workers.each(_ -> new VectorPanel(arena, DEPTH, HEIGHT));
    }

    @Override
    public void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c) {
        this.columns = columns;
        this.transposeB = transposeB;
        this.strideB = (transposeB ? inner : columns) * FLOAT;
        int strips = Math.ceilDiv(columns, VectorTile.WIDTH);
        boolean shared = (long) rows * inner * columns >= WORTH_SHARING;
        for (int row = 0; row < rows; row += HEIGHT) {
            height = Math.min(HEIGHT, rows - row);
            this.c = c.address() + (long) row * columns * FLOAT;
            for (int from = 0; from < inner; from += DEPTH) {
                depth = Math.min(DEPTH, inner - from);
                adds = from > 0;
                this.b = b.address() + from * (transposeB ? FLOAT : strideB);
                pack.take(a.address(), (transposeA ? rows : inner) * FLOAT, transposeA, row, from, height, depth);
                workers.run(strips, strip, shared);
            }
        }
    }

    private void multiplyStrip(int member, int number) {
        int column = number * VectorTile.WIDTH;
        int width = Math.min(VectorTile.WIDTH, columns - column);
        VectorPanel panel = panels.get(member);
        panel.take(panel.values, b, strideB, transposeB, depth, column, width);
        VectorRows a = pack.rows(pack.isSparse() && VectorPanel.isFinite(panel.values, depth));
        panel.multiply(height, depth, a, panel.values, c + column * FLOAT, columns * FLOAT, width, adds);
    }

    @Override
    public void close() {
        arena.close();
    }
}
