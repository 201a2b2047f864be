package dev.gumbel.kernels.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Products some rows at a time, which somebody takes while they are in the second-level cache. All of b is packed first, so that rows can follow each
 * other; threads share the blocks of rows.
 */
final class VectorBlocks {
    /** Elements of a block, 256 kB: rows of whole tiles, at least one tile. */
    private static final int BLOCK = 1 << 16;
    /** Rows of a block at most, however short they are: those of a are packed for each. */
    private static final int HEIGHT = 120;
    /** Elements of b, 4 MB: more would be read from memory for each block. */
    private static final long LARGEST = 1 << 20;
    private static final long CACHE_LINE = 64;
    private static final long FLOAT = Float.BYTES;

    private final WorkerPool workers;
    private final VectorPanel[] panels;
    private final VectorPack[] packs;
    private final MemorySegment[] sums;
    private final WorkerPool.Task packing = this::packStrip;
    private final WorkerPool.Task block = this::multiplyBlock;
    private final long packed;
    // The product at hand, for the workers.
    private int rows;
    private int inner;
    private int columns;
    private int strips;
    private boolean[] finite = {};
    private int height;
    private long a;
    private boolean transposeA;
    private long b;
    private boolean transposeB;
    private MatrixProducts.Taker taker = (member, first, bytes, taken) -> { };

    /** @param panels one for each worker, to pack with */
    VectorBlocks(Arena arena, WorkerPool workers, VectorPanel[] panels) {
        this.workers = workers;
        this.packed = arena.allocate(LARGEST * FLOAT, CACHE_LINE).address();
        this.panels = panels;
        this.packs = new VectorPack[workers.size()];
        this.sums = new MemorySegment[workers.size()];
        for (int member = 0; member < packs.length; member++) {
            packs[member] = new VectorPack();
            sums[member] = arena.allocate(BLOCK * FLOAT, CACHE_LINE);
        }
    }

    boolean multiply(
            int rows, int inner, int columns, MemorySegment a, boolean transposeA, MemorySegment b, boolean transposeB, MatrixProducts.Taker taker) {
        strips = Math.ceilDiv(columns, VectorTile.WIDTH);
        height = Math.min(HEIGHT, BLOCK / (strips * VectorTile.WIDTH) / VectorTile.TALLEST * VectorTile.TALLEST);
        if (height == 0 || (long) strips * VectorTile.WIDTH * inner > LARGEST) {
            return false;
        }
        if (finite.length < strips) {
            finite = new boolean[strips];
        }
        this.rows = rows;
        this.inner = inner;
        this.columns = columns;
        this.a = a.address();
        this.transposeA = transposeA;
        this.b = b.address();
        this.transposeB = transposeB;
        this.taker = taker;
        boolean shared = (long) rows * inner * columns >= VectorProducts.WORTH_SHARING;
        workers.run(strips, packing, shared);
        workers.run(Math.ceilDiv(rows, height), block, shared);
        return true;
    }

    private void packStrip(int member, int number) {
        int column = number * VectorTile.WIDTH;
        int width = Math.min(VectorTile.WIDTH, columns - column);
        panels[member].take(panel(number), b, (transposeB ? inner : columns) * FLOAT, transposeB, inner, column, width);
        finite[number] = VectorPanel.isFinite(panel(number), inner);
    }

    private long panel(int number) {
        return packed + number * inner * VectorPanel.ROW;
    }

    private void multiplyBlock(int member, int number) {
        int row = number * height;
        int count = Math.min(height, rows - row);
        long rowBytes = columns * FLOAT;
        for (int from = 0; from < inner; from += MatrixProducts.CHAIN) {
            int depth = Math.min(MatrixProducts.CHAIN, inner - from);
            packs[member].take(a, (transposeA ? rows : inner) * FLOAT, transposeA, row, from, count, depth);
            multiplyChains(member, count, from, depth);
        }
        taker.take(member, row * rowBytes, count * rowBytes, sums[member]);
    }

    private void multiplyChains(int member, int count, int from, int depth) {
        VectorPack pack = packs[member];
        long rowBytes = columns * FLOAT;
        for (int strip = 0; strip < strips; strip++) {
            int column = strip * VectorTile.WIDTH;
            int width = Math.min(VectorTile.WIDTH, columns - column);
            VectorRows left = pack.rows(finite[strip]);
            long panel = panel(strip) + from * VectorPanel.ROW;
            panels[member].multiply(count, depth, left, panel, sums[member].address() + column * FLOAT, rowBytes, width, from > 0);
        }
    }
}
