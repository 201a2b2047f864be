package dev.gumbel.kernels.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of a product's left operand, tile by tile, in the order in which {@link VectorTile} reads them: of a tile the rows' elements for one index of
 * the sum, then for the next. Indices at which all rows of a tile are zero may be left out: images are mostly background.
 */
final class VectorRows {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    /** Tiles lower than the tallest, at most. */
    private static final int LOWER = 3;

    /** Of each tile from {@link #start} on. */
    float[] values = {};
    /** For each index that a tile has, where in a panel its elements lie, in bytes. */
    int[] offsets = {};
    /** Indices of each tile. */
    int[] counts = {};
    /** From a tile's offsets to those of the next: none where all have the same. */
    int pitch;

    /** Becomes tiles that have all indices of their sums; their values are for others to put. */
    void beWhole(int rows, int inner) {
        reserve(rows, inner, inner);
        for (int i = 0; i < inner; i++) {
            offsets[i] = i * (int) VectorTile.ROW_BYTES;
        }
        Arrays.fill(counts, inner);
        pitch = 0;
    }

    /** Where a tile's values begin: a vector's length behind those of the last one, since what is written by vectors reaches beyond the end. */
    static int start(int tile, int row, int inner) {
        return row * inner + tile * FLOATS.length();
    }

    private void reserve(int rows, int inner, int wantedOffsets) {
        int tiles = rows / VectorTile.TALLEST + LOWER;
        int wanted = start(tiles, rows, inner);
        if (values.length < wanted) {
            values = new float[wanted];
        }
        if (offsets.length < wantedOffsets) {
            offsets = new int[wantedOffsets];
        }
        if (counts.length < tiles) {
            counts = new int[tiles];
        }
    }

    /** Makes room for what {@link #takeNonzero} leaves of whole tiles. */
    void beSparse(int rows, int inner) {
        reserve(rows, inner, (rows / VectorTile.TALLEST + LOWER) * inner);
        pitch = inner;
    }

    /** Takes of a whole tile the indices at which not all rows are zero. */
    void takeNonzero(VectorRows whole, int tile, int row, int height, int inner) {
        counts[tile] = takeNonzero(whole.values, start(tile, row, inner), height, inner, tile * inner);
    }

    /** Each vector reaches into what the next one overwrites, or what nobody reads. */
    private int takeNonzero(float[] whole, int first, int height, int inner, int firstOffset) {
        long lanes = (1L << height) - 1;
        int count = 0;
        for (int i = 0; i < inner; i++) {
            FloatVector column = FloatVector.fromArray(FLOATS, whole, first + i * height);
            column.intoArray(values, first + count * height);
            offsets[firstOffset + count] = i * (int) VectorTile.ROW_BYTES;
            count += (column.compare(VectorOperators.NE, 0f).toLong() & lanes) != 0 ? 1 : 0;
        }
        return count;
    }
}
