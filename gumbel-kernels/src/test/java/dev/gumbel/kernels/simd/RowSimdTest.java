package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops over parts of arrays, in both implementations: the formula's value bit for bit, and nothing beside the part is touched. */
class RowSimdTest {
    private static final int FROM = 3;
    private static final float[] SPECIAL = {Float.NaN, Float.NEGATIVE_INFINITY, -0.0f, 0, 1e-40f};

    private final Simd[] both = {Simd.scalar(), Simd.best()};

    @FunctionalInterface
    private interface Loop {
        void run(Simd simd, float[] x, float[] y, int length);
    }

    @FunctionalInterface
    private interface Formula {
        float of(float x, float y);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31, 33, 400})
    void intoThePart(int length) {
        inX((simd, x, y, n) -> simd.subtract(x, FROM, y, n), (x, y) -> x - y, length);
        inX((simd, x, y, n) -> simd.multiply(x, FROM, y, n), (x, y) -> x * y, length);
        inX((simd, x, y, n) -> simd.divide(x, FROM, y, n), (x, y) -> x / y, length);
        inX((simd, x, _, n) -> simd.divide(x, FROM, 0.7f, n), (x, _) -> x / 0.7f, length);
    }

    private void inX(Loop loop, Formula formula, int length) {
        for (Simd simd : both) {
            float[] x = numbers(length + 2 * FROM, 1);
            float[] y = numbers(length, 2);
            float[] expected = x.clone();
            for (int i = 0; i < length; i++) {
                expected[FROM + i] = formula.of(x[FROM + i], y[i]);
            }
            loop.run(simd, x, y, length);
            assertThat(x).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31, 33, 400})
    void fromThePart(int length) {
        inY((simd, x, y, n) -> simd.add(x, FROM, y, n), Float::sum, length);
        inY((simd, x, y, n) -> simd.max(x, FROM, y, n), Math::max, length);
    }

    private void inY(Loop loop, Formula formula, int length) {
        for (Simd simd : both) {
            float[] x = numbers(length + 2 * FROM, 1);
            float[] y = numbers(length + 2, 2);
            float[] expected = y.clone();
            for (int i = 0; i < length; i++) {
                expected[i] = formula.of(x[FROM + i], y[i]);
            }
            loop.run(simd, x, y, length);
            assertThat(y).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31, 33, 400})
    void marksEquals(int length) {
        for (Simd simd : both) {
            float[] x = numbers(length + 2 * FROM, 1);
            float[] y = numbers(length, 2);
            int[] into = new int[length + 2];
            int[] expected = new int[length + 2];
            Arrays.fill(into, 5);
            Arrays.fill(expected, 5);
            for (int i = 0; i < length; i++) {
                y[i] = i % 2 == 0 ? x[FROM + i] : y[i];
                expected[i] = x[FROM + i] == y[i] ? 9 : 5;
            }
            simd.mark(x, FROM, y, 9, into, length);
            assertThat(into).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31, 32, 33, 63, 64, 65, 400})
    void largest(int length) {
        for (Simd simd : both) {
            float[] x = new float[length + 2 * FROM];
            Arrays.fill(x, 7);
            Arrays.fill(x, FROM, FROM + length, Float.NEGATIVE_INFINITY);
            assertThat(simd.max(x, FROM, length)).isEqualTo(Float.NEGATIVE_INFINITY);
            for (int i = FROM; i < FROM + length; i++) {
                for (float value : new float[] {2, -3, Float.NaN}) {
                    float before = x[i];
                    x[i] = value;
                    assertThat(simd.max(x, FROM, length)).as("at %s", i).isEqualTo(Float.valueOf(value));
                    x[i] = before;
                }
            }
        }
    }

    private static float[] numbers(int length, int seed) {
        Random random = new Random(seed);
        float[] result = new float[length];
        for (int i = 0; i < length; i++) {
            int drawn = random.nextInt(20);
            result[i] = drawn < SPECIAL.length ? SPECIAL[drawn] : seed + random.nextFloat();
        }
        return result;
    }
}
