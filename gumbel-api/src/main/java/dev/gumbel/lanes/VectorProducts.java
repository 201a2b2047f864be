package dev.gumbel.lanes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Products in strips as wide as a tile: the strip's columns of b are copied together into a panel, which stays in the cache while the rows of a pass
 * over it (Goto and van de Geijn 2008). A team shares the strips.
 */
final class VectorProducts implements Products {
    /** Inner indices of a panel: a longer sum goes on where the panel before it has ended. */
    private static final int DEPTH = 512;
    /** Rows of a that stay in the second-level cache while the panels change. */
    private static final int HEIGHT = 240;
    /** Below this many multiplications threads cost more than they bring. */
    private static final long WORTH_SHARING = 1 << 18;
    private static final long FLOAT = Float.BYTES;

    private final Team team;
    private final Arena arena = Arena.ofShared();
    private final VectorPanel[] panels;
    private final VectorPanel[] results;
    private final Team.Task part = this::multiplyPart;
    // The product at hand, for the members of the team.
    private int rows;
    private int inner;
    private int columns;
    private long a;
    private boolean transposeA;
    private long b;
    private boolean transposeB;
    private long c;
    private int strips;

    VectorProducts(int threads) {
        this.team = new Team(threads);
        this.panels = new VectorPanel[threads];
        this.results = new VectorPanel[threads];
        for (int member = 0; member < threads; member++) {
            panels[member] = new VectorPanel(arena, DEPTH);
            results[member] = new VectorPanel(arena, HEIGHT);
        }
    }

    /** Whether the processor's vectors hold as many floats as make it worth while. */
    static boolean isFast() {
        return VectorTile.WIDTH >= 16;
    }

    @Override
    public void multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MemorySegment c) {
        this.rows = rows;
        this.inner = inner;
        this.columns = columns;
        this.a = a.address();
        this.transposeA = transposeA;
        this.b = b.address();
        this.transposeB = transposeB;
        this.c = c.address();
        strips = Math.ceilDiv(columns, VectorTile.WIDTH);
        int parts = Math.ceilDiv(rows, HEIGHT) * strips;
        if (team.size() == 1 || (long) rows * inner * columns < WORTH_SHARING) {
            for (int i = 0; i < parts; i++) {
                multiplyPart(0, i);
            }
        } else {
            team.run(parts, part);
        }
    }

    private void multiplyPart(int member, int part) {
        int row = part / strips * HEIGHT;
        multiplyStrip(member, row, Math.min(HEIGHT, rows - row), part % strips * VectorTile.WIDTH);
    }

    private void multiplyStrip(int member, int row, int height, int column) {
        int width = Math.min(VectorTile.WIDTH, columns - column);
        long down = (transposeA ? 1 : inner) * FLOAT;
        long along = (transposeA ? rows : 1) * FLOAT;
        long rowC = columns * FLOAT;
        long result = c + row * rowC + column * FLOAT;
        for (int from = 0; from < inner; from += DEPTH) {
            int depth = Math.min(DEPTH, inner - from);
            long panel = fill(panels[member], from, depth, column, width);
            long firstA = a + row * down + from * along;
            if (from == 0 && width == VectorTile.WIDTH) {
                VectorTile.multiply(height, depth, firstA, down, along, panel, result, rowC);
            } else {
                VectorPanel sums = results[member];
                VectorTile.multiply(height, depth, firstA, down, along, panel, sums.address(), VectorPanel.ROW);
                sums.putInto(result, rowC, height, width, from > 0);
            }
        }
    }

    private long fill(VectorPanel panel, int from, int depth, int column, int width) {
        if (transposeB) {
            panel.copyColumns(b + ((long) column * inner + from) * FLOAT, inner * FLOAT, depth, width);
        } else {
            panel.copyRows(b + ((long) from * columns + column) * FLOAT, columns * FLOAT, depth, width);
        }
        return panel.address();
    }

    @Override
    public void close() {
        team.close();
        arena.close();
    }
}
