package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products against chains of fused multiply-adds, bit by bit, on shapes around those of tiles, panels and blocks. */
class ProductsTest {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final double[] DENSITIES = {1, 1, 0.5, 0.05, 0};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyElementIsSumsOfChainsInOrder(int threads) {
        try (WorkerPool workers = WorkerPool.of(threads); MatrixProducts products = products(workers)) {
            everyElementIsSumsOfChainsInOrder(products, new Random(threads));
        }
    }

    @Test
    void inPlainLoopsToo() {
        try (MatrixProducts products = new ScalarProducts()) {
            everyElementIsSumsOfChainsInOrder(products, new Random(4));
        }
    }

    private static void everyElementIsSumsOfChainsInOrder(MatrixProducts products, Random random) {
        int[] edges = {1, 3, 6, 8, 9, 11, 13, 24, 31, 33, 64};
        for (int trial = 0; trial < 60; trial++) {
            int inner = trial % 6 == 0 ? 500 + random.nextInt(600) : 1 + random.nextInt(80);
            int rows = trial % 7 == 0 ? 1000 + random.nextInt(30) : edges[random.nextInt(edges.length)];
            check(products, rows, inner, edges[random.nextInt(edges.length)], random);
        }
        check(products, 250, 300, 200, random);
        check(products, 1100, 40, 40, random);
        check(products, 7, 530, 601, random);
    }

    /** Where vectors are short there are none. */
    static MatrixProducts products(WorkerPool workers) {
        assumeTrue(Vectors.areLong(), "this processor's vectors are too short for products of our own");
        return new VectorProducts(workers);
    }

    /** Some left operands are mostly zeros, which products leave out, and some nothing else. */
    private static void check(MatrixProducts products, int rows, int inner, int columns, Random random) {
        boolean transposeA = random.nextBoolean();
        boolean transposeB = random.nextBoolean();
        try (Arena arena = Arena.ofConfined()) {
            // Off the alignment of vectors.
            MemorySegment a = sprinkled(arena, rows * inner, DENSITIES[random.nextInt(DENSITIES.length)], random);
            MemorySegment b = filled(arena, inner * columns, random);
            MemorySegment c = filled(arena, rows * columns, random);
            products.multiply(rows, inner, columns, a, transposeA, b, transposeB, c);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    float sum = 0;
                    float chain = 0;
                    for (int i = 0; i < inner; i++) {
                        float left = get(a, transposeA ? i * rows + row : row * inner + i);
                        float right = get(b, transposeB ? column * inner + i : i * columns + column);
                        chain = Math.fma(left, right, chain);
                        if (i % MatrixProducts.CHAIN == MatrixProducts.CHAIN - 1 || i == inner - 1) {
                            sum = i < MatrixProducts.CHAIN ? chain : sum + chain;
                            chain = 0;
                        }
                    }
                    assertThat(Float.floatToIntBits(get(c, row * columns + column)))
                            .as("[%d, %d] of %d x %d x %d", row, column, rows, inner, columns).isEqualTo(Float.floatToIntBits(sum));
                }
            }
        }
    }

    static MemorySegment sprinkled(Arena arena, int count, double density, Random random) {
        MemorySegment memory = filled(arena, count, random);
        for (int i = 0; i < count; i++) {
            if (random.nextDouble() >= density) {
                memory.set(LAYOUT, (long) i * Float.BYTES, random.nextBoolean() ? 0f : -0f);
            }
        }
        return memory;
    }

    static MemorySegment filled(Arena arena, int count, Random random) {
        MemorySegment memory = arena.allocate(Float.BYTES * (count + 1L)).asSlice(Float.BYTES);
        for (int i = 0; i < count; i++) {
            memory.set(LAYOUT, (long) i * Float.BYTES, (float) random.nextGaussian());
        }
        return memory;
    }

    static float get(MemorySegment memory, int index) {
        return memory.get(LAYOUT, (long) index * Float.BYTES);
    }

    @Test
    void notANumberStaysInItsRow() {
        try (WorkerPool workers = WorkerPool.of(1); MatrixProducts products = products(workers); Arena arena = Arena.ofConfined()) {
            MemorySegment a = filled(arena, 20, new Random(1));
            MemorySegment b = filled(arena, 20, new Random(2));
            MemorySegment c = arena.allocate(16 * Float.BYTES);
            a.set(LAYOUT, 7 * Float.BYTES, Float.NaN);
            c.fill((byte) -1);
            products.multiply(4, 5, 4, a, false, b, false, c);
            for (int i = 0; i < 16; i++) {
                assertThat(Float.isNaN(get(c, i))).as("element %d", i).isEqualTo(i / 4 == 1);
            }
        }
    }

    @Test
    void withoutTheVectorApiTheyArePlainLoops() {
        System.setProperty(VectorApi.PROPERTY, "false");
        try {
            assertThat(MatrixProducts.best(WorkerPool.of(1))).isInstanceOf(ScalarProducts.class);
        } finally {
            System.clearProperty(VectorApi.PROPERTY);
        }
    }
}
