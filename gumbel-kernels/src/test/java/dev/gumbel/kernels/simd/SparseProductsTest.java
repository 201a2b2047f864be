package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a product leaves out of a left operand that is mostly zeros, and what it must not. */
class SparseProductsTest {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int ROWS = 40;
    private static final int INNER = 50;
    private static final int COLUMNS = 70;

    /** Rows of 50 pixels of which each third one is drawn upon. */
    private static MemorySegment stripes(Arena arena, boolean transposed) {
        MemorySegment a = arena.allocate((long) ROWS * INNER * Float.BYTES);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < INNER; i += 3) {
                a.setAtIndex(LAYOUT, transposed ? i * ROWS + row : row * INNER + i, 1f + row + i);
            }
        }
        return a;
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aTileHasTheIndicesAtWhichARowIsNotZero(boolean transposed) {
        ProductsTest.products(WorkerPool.of(1)).close();
        try (Arena arena = Arena.ofConfined()) {
            VectorPack pack = new VectorPack(WorkerPool.of(1));
            pack.take(stripes(arena, transposed).address(), (transposed ? ROWS : INNER) * (long) Float.BYTES, transposed, 0, 0, ROWS, INNER);
            assertThat(pack.isSparse()).isTrue();
            VectorRows rows = pack.rows(true);
            int kept = Math.ceilDiv(INNER, 3);
            int tiles = 0;
            for (int row = 0; row < ROWS; row += VectorTile.height(ROWS - row)) {
                assertThat(rows.counts[tiles]).isEqualTo(kept);
                for (int i = 0; i < kept; i++) {
                    assertThat(rows.offsets[tiles * INNER + i]).isEqualTo(3 * i * (int) VectorTile.ROW_BYTES);
                    assertThat(rows.values[VectorRows.start(tiles, row, INNER) + i * VectorTile.height(ROWS - row)]).isEqualTo(1f + row + 3 * i);
                }
                tiles++;
            }
            assertThat(pack.rows(false).counts).startsWith(filled(tiles, INNER));
        }
    }

    private static int[] filled(int length, int value) {
        int[] filled = new int[length];
        Arrays.fill(filled, value);
        return filled;
    }

    @Test
    void nothingIsLeftOutWhereLittleIsZero() {
        ProductsTest.products(WorkerPool.of(1)).close();
        try (Arena arena = Arena.ofConfined()) {
            VectorPack pack = new VectorPack(WorkerPool.of(1));
            pack.take(ProductsTest.filled(arena, ROWS * INNER, new Random(1)).address(), INNER * Float.BYTES, false, 0, 0, ROWS, INNER);
            assertThat(pack.isSparse()).isFalse();
        }
    }

    /** Zero times infinity is not a number, and so is every sum that it is in: of one column, where the right operand has one such element. */
    @ParameterizedTest
    @CsvSource({"Infinity, false, false", "-Infinity, true, true", "NaN, false, true", "NaN, true, false"})
    void whatIsNotFiniteIsNotLeftOut(float wild, boolean transposeA, boolean transposeB) {
        try (WorkerPool workers = WorkerPool.of(1); MatrixProducts products = ProductsTest.products(workers); Arena arena = Arena.ofConfined()) {
            MemorySegment a = stripes(arena, transposeA);
            MemorySegment b = ProductsTest.filled(arena, INNER * COLUMNS, new Random(1));
            int index = 10;
            int wildColumn = 69;
            b.set(LAYOUT, (transposeB ? wildColumn * INNER + index : index * COLUMNS + wildColumn) * (long) Float.BYTES, wild);
            MemorySegment written = arena.allocate((long) ROWS * COLUMNS * Float.BYTES);
            products.multiply(ROWS, INNER, COLUMNS, a, transposeA, b, transposeB, written);
            for (int i = 0; i < ROWS * COLUMNS; i++) {
                boolean isWild = i % COLUMNS == wildColumn;
                assertThat(Float.isNaN(ProductsTest.get(written, i))).as("element %d", i).isEqualTo(isWild);
            }
        }
    }
}
