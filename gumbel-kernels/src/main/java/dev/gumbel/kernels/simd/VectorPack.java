package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Some rows of a product's left operand in the order in which {@link VectorTile} reads them. Strides and addresses are in bytes. */
final class VectorPack {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    /** Rows of tiles come in fours, nearly always. */
    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final MemorySegment MEMORY = AllMemory.SEGMENT;
    /** Elements of a row that are transposed at a time: 8 kB where vectors hold 16 floats. */
    private static final int BLOCK = 128;
    /** Below this many elements threads cost more than they bring. */
    private static final long WORTH_SHARING = 1 << 13;
    /** Where in a block the elements of one index lie. */
    private static final int[] ROWS = IntStream.range(0, FLOATS.length()).map(row -> row * BLOCK).toArray();

    private final WorkerPool workers;
    private final VectorRows whole = new VectorRows();
    private final VectorRows nonzero = new VectorRows();
    private boolean sparse;
    /** For each thread, rows of a tile: read at once, as the JIT compiler checks the bounds of memory for each element. */
    private final List<float[]> blocks;
    private final WorkerPool.Task copy = this::copy;
    private final WorkerPool.Task leaveOutZeros = this::leaveOutZeros;
    // What is packed.
    private long matrix;
    private long stride;
    private boolean transposed;
    private int rows;
    private int inner;

    VectorPack(WorkerPool workers) {
        this.workers = workers;
        this.blocks = workers.each(_ -> new float[FLOATS.length() * BLOCK]);
    }

    /**
     * Takes a block of a matrix, which may lie there as its transpose; {@code stride} is from row to row of what lies there. If its first tile can
     * leave out an eighth of its indices, so do all.
     */
    void take(long matrix, long stride, boolean transposed, int row, int from, int rows, int inner) {
        this.matrix = transposed ? matrix + from * stride + (long) row * Float.BYTES : matrix + row * stride + (long) from * Float.BYTES;
        this.stride = stride;
        this.transposed = transposed;
        this.rows = rows;
        this.inner = inner;
        boolean shared = (long) rows * inner >= WORTH_SHARING;
        int parts = Math.max(1, rows / VectorTile.TALLEST);
        whole.beWhole(rows, inner);
        workers.run(parts, copy, shared);
        nonzero.beSparse(rows, inner);
        nonzero.takeNonzero(whole, 0, 0, VectorTile.height(rows), inner);
        sparse = nonzero.counts[0] <= inner - inner / 8;
        if (sparse) {
            workers.run(parts, leaveOutZeros, shared);
        }
    }

    /** The row behind a part: a tile of the tallest, and the last part has what is left besides. */
    private int end(int part) {
        int end = (part + 1) * VectorTile.TALLEST;
        return end + VectorTile.TALLEST > rows ? rows : end;
    }

    private void copy(int member, int part) {
        int tile = part;
        int height;
        for (int row = part * VectorTile.TALLEST; row < end(part); row += height) {
            height = VectorTile.height(rows - row);
            if (transposed) {
                copyColumns(tile, row, height);
            } else {
                copyRows(tile, row, height, blocks.get(member));
            }
            tile++;
        }
    }

    private void leaveOutZeros(int member, int part) {
        int tile = part;
        int height;
        for (int row = part * VectorTile.TALLEST; row < end(part); row += height) {
            height = VectorTile.height(rows - row);
            nonzero.takeNonzero(whole, tile, row, height, inner);
            tile++;
        }
    }

    /** Whether there are enough zeros to ask whether a panel is finite. */
    boolean isSparse() {
        return sparse;
    }

    /** What to multiply a panel by: zero times what is not finite is no zero, and must not be left out. */
    VectorRows rows(boolean finite) {
        return sparse && finite ? nonzero : whole;
    }

    /** Takes rows whose elements lie one after the other. */
    private void copyRows(int tile, int row, int height, float[] block) {
        int into = VectorRows.start(tile, row, inner);
        if (height == VectorTile.ONE) {
            MemorySegment.copy(MEMORY, LAYOUT, matrix + row * stride, whole.values, into, inner);
            return;
        }
        for (int first = 0; first < inner; first += BLOCK) {
            int count = Math.min(BLOCK, inner - first);
            for (int i = 0; i < height; i++) {
                MemorySegment.copy(MEMORY, LAYOUT, matrix + (row + i) * stride + (long) first * Float.BYTES, block, i * BLOCK, count);
            }
            spread(block, whole.values, into + first * height, height, count);
        }
    }

    /** Each vector overwrites what the one before it has written beyond the tile's rows. */
    private static void spread(float[] block, float[] values, int into, int height, int count) {
        for (int i = 0; i < count; i++) {
            FloatVector.fromArray(FLOATS, block, i, ROWS, 0).intoArray(values, into + i * height);
        }
    }

    /** Takes rows which lie one beside the other. */
    private void copyColumns(int tile, int row, int height) {
        int into = VectorRows.start(tile, row, inner);
        long from = matrix + (long) row * Float.BYTES;
        int fours = FOUR.loopBound(height);
        for (int i = 0; i < fours; i += FOUR.length()) {
            copyFours(from + (long) i * Float.BYTES, stride, whole.values, into + i, height, inner);
        }
        for (int i = fours; i < height; i++) {
            copyOnes(from + (long) i * Float.BYTES, stride, whole.values, into + i, height, inner);
        }
    }

    private static void copyFours(long from, long along, float[] values, int into, int height, int inner) {
        for (int i = 0; i < inner; i++) {
            FloatVector.fromMemorySegment(FOUR, MEMORY, from + i * along, ByteOrder.nativeOrder()).intoArray(values, into + i * height);
        }
    }

    private static void copyOnes(long from, long along, float[] values, int into, int height, int inner) {
        for (int i = 0; i < inner; i++) {
            values[into + i * height] = MEMORY.get(LAYOUT, from + i * along);
        }
    }
}
