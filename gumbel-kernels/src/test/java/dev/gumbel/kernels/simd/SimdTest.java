package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.kernels.simd.Simd.AdamRates;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both kinds of loops against formulas in double and against each other, on lengths around those of vectors. */
class SimdTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final AdamRates RATES = new AdamRates(0.9f, 0.1f, 0.999f, 0.001f, 0.002f, 1.5f, 1e-8f, 1e-30f, 1e-36f);

    private final Simd scalar = Simd.scalar();
    private final Simd vector = new VectorSimd();

    @Test
    void testsRunWithTheVectorApi() {
        assertThat(VectorApi.isUsable()).isTrue();
        assertThat(Simd.best()).isInstanceOf(WarmingSimd.class);
    }

    @Test
    void aPropertyTurnsItOff() {
        System.setProperty(VectorApi.PROPERTY, "false");
        try {
            assertThat(Simd.best()).isInstanceOf(ScalarSimd.class);
        } finally {
            System.clearProperty(VectorApi.PROPERTY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 33, 1000})
    void exp(int length) {
        agree(numbers(length, -90, 0), (simd, x) -> simd.exp(x, length), x -> x < -87.33654 ? 0 : Math.exp(x), 2e-7);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 33, 1000})
    void log(int length) {
        float[] positive = numbers(length, -46, 5);
        for (int i = 0; i < length; i++) {
            positive[i] = (float) Math.exp(positive[i]);
        }
        agree(positive, (simd, x) -> simd.log(x, length), Math::log, 3e-7);
    }

    @Test
    void logNearOneKeepsItsDigits() {
        float[] near = {1, 1 + 0x1p-23f, 1 - 0x1p-24f, 1.0001f, 0.9999f, 1.4142135f, 1.4142137f, 0.70710677f, 2};
        agree(near, (simd, x) -> simd.log(x, x.length), Math::log, 3e-7);
    }

    private void agree(float[] x, BiConsumer<Simd, float[]> loop, DoubleUnaryOperator formula, double relative) {
        float[] plain = x.clone();
        float[] vectors = x.clone();
        loop.accept(scalar, plain);
        loop.accept(vector, vectors);
        assertThat(vectors).containsExactly(plain);
        for (int i = 0; i < x.length; i++) {
            double expected = formula.applyAsDouble(x[i]);
            assertThat((double) plain[i]).as("of %s", x[i]).isCloseTo(expected, within(relative * Math.abs(expected)));
        }
    }

    @Test
    void specialValues() {
        for (Simd simd : new Simd[] {scalar, vector}) {
            float[] powers = repeated(-INFINITY, -88, -0.0f, 0, Float.NaN, -Float.MIN_VALUE, -1e30f);
            simd.exp(powers, powers.length);
            assertThat(powers).containsExactly(repeated(0, 0, 1, 1, Float.NaN, 1, 0));
            float[] logarithms = repeated(1, Float.NaN);
            simd.log(logarithms, logarithms.length);
            assertThat(logarithms).containsExactly(repeated(0, Float.NaN));
            float[] gradients = repeated(1, 2, 3, 4, Float.NaN, Float.NaN);
            for (int heap = 0; heap < 2; heap++) {
                MemorySegment g = memory(gradients, heap == 0);
                MemorySegment masked = memory(new float[gradients.length], heap == 0);
                simd.maskPositive(memory(repeated(1, 0, -0.0f, Float.NaN, 1, -1), heap == 0), g, masked, 0, gradients.length);
                assertThat(masked.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED)).containsExactly(repeated(1, 0, 0, 0, Float.NaN, 0));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 33, 1030})
    void bernoulli(int length) {
        float[] x = numbers(length, -100, 100);
        float[] t = numbers(length, 0, 1);
        float[] edges = {0, -0.0f, Float.NaN, INFINITY, -INFINITY, 1e-30f, -1e-30f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE};
        System.arraycopy(edges, 0, x, 0, Math.min(length, edges.length));
        for (int i = 10; i < length; i += 2) {
            x[i] /= 100;
        }
        float[] losses = new float[length];
        float[] gradients = new float[length];
        scalar.softplusMinus(x, t, losses, length);
        scalar.sigmoidMinus(x, t, 0.5f, gradients, length);
        for (int i = 0; i < length; i++) {
            double loss = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i]))) - (double) x[i] * t[i];
            double gradient = 0.5 * (1 / (1 + Math.exp(-x[i])) - t[i]);
            near(losses[i], loss, 1e-6 + 4e-7 * Math.abs(x[i]), "loss of " + x[i]);
            near(gradients[i], gradient, 3e-7, "gradient at " + x[i]);
        }
        float[] byVectors = new float[length];
        vector.softplusMinus(x, t, byVectors, length);
        assertThat(byVectors).containsExactly(losses);
        vector.sigmoidMinus(x, t, 0.5f, byVectors, length);
        assertThat(byVectors).containsExactly(gradients);
    }

    /** Also where both are the same infinity, or no number. */
    private static void near(double actual, double expected, double tolerance, String what) {
        if (Double.compare(actual, (float) expected) != 0) {
            assertThat(actual).as(what).isCloseTo(expected, within(tolerance));
        }
    }

    private static MemorySegment memory(float[] values, boolean onHeap) {
        return onHeap ? MemorySegment.ofArray(values.clone()) : unaligned(values);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 33, 300, 1030})
    void addBias(int columns) {
        int rows = 3;
        float[] x = numbers(rows * columns, -1, 1);
        float[] bias = numbers(columns, -1, 1);
        x[columns / 2] = Float.NaN;
        bias[columns - 1] = -0.0f;
        x[columns - 1] = -0.0f;
        for (boolean positivePart : new boolean[] {false, true}) {
            float[] expected = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                float sum = x[i] + bias[i % columns];
                expected[i] = positivePart ? Math.max(sum, 0) : sum;
            }
            for (Simd simd : new Simd[] {scalar, vector}) {
                for (boolean onHeap : new boolean[] {false, true}) {
                    MemorySegment sums = memory(x, onHeap);
                    simd.addBias(sums, 0, rows, memory(bias, onHeap), positivePart);
                    assertThat(sums.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED)).containsExactly(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 31, 33, 1000})
    void sum(int length) {
        float[] x = numbers(length + 5, 0, 1);
        double expected = 0;
        for (int i = 3; i < 3 + length; i++) {
            expected += x[i];
        }
        assertThat((double) scalar.sum(x, 3, length)).isCloseTo(expected, within(1e-6 * expected));
        assertThat((double) vector.sum(x, 3, length)).isCloseTo(expected, within(1e-6 * expected));
        assertThat(ScalarSimd.sum(x, 3, length, new float[Vectors.FLOATS])).isEqualTo(vector.sum(x, 3, length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 33, 1000, 1024, 1025, 3000})
    void adam(int length) {
        float[][] plain = {numbers(length, -1, 1), numbers(length, -1, 1), numbers(length, 0, 1), numbers(length, -1, 1)};
        // Idle weights, whose moments have almost decayed; a second moment that no training has; and a gradient of NaN.
        plain[2][length - 1] = -1;
        plain[3][0] = 0;
        plain[1][0] = -1e-30f;
        plain[2][0] = 1e-36f;
        plain[3][length / 2] = length > 1 ? Float.NaN : 0;
        MemorySegment[] vectors = Arrays.stream(plain).map(SimdTest::unaligned).toArray(MemorySegment[]::new);
        MemorySegment[] onHeap = Arrays.stream(plain).map(array -> MemorySegment.ofArray(array.clone())).toArray(MemorySegment[]::new);
        MemorySegment[] expected = Arrays.stream(plain).map(MemorySegment::ofArray).toArray(MemorySegment[]::new);
        scalar.adam(RATES, expected[0], expected[1], expected[2], expected[3], 0, length);
        vector.adam(RATES, vectors[0], vectors[1], vectors[2], vectors[3], 0, length);
        vector.adam(RATES, onHeap[0], onHeap[1], onHeap[2], onHeap[3], 0, length);
        assertThat(plain[1][0]).isZero();
        assertThat(plain[2][0]).isZero();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < length; j++) {
                assertThat(Float.valueOf(at(vectors[i], j))).isEqualTo(Float.valueOf(plain[i][j]));
                assertThat(Float.valueOf(at(onHeap[i], j))).isEqualTo(Float.valueOf(plain[i][j]));
            }
        }
    }

    /** First moments around the threshold, of both signs, and second ones; also such as no training reaches. */
    @Test
    void adamForgetsTheSameMoments() {
        float[] edges = {Float.MIN_VALUE, 0, INFINITY, Float.MAX_VALUE, Float.NaN};
        float[] first = new float[64];
        float[] second = new float[64];
        for (int i = 0; i < 32; i++) {
            first[i] = i < 16 ? RATES.flush1() + (i - 8) * Math.ulp(RATES.flush1()) : -first[i - 16];
            second[i] = RATES.flush2() + (i - 16) * Math.ulp(RATES.flush2());
            first[32 + i] = i % 2 == 0 ? edges[i % edges.length] : -edges[i % edges.length];
            second[32 + i] = edges[i % edges.length];
        }
        AdamRates keep = new AdamRates(1, 0, 1, 0, 0.002f, 1.5f, 1e-8f, RATES.flush1(), RATES.flush2());
        assertThat(afterAdam(vector, keep, first, second)).containsExactly(afterAdam(scalar, keep, first, second));
    }

    /** Weights and both moments. */
    private static float[] afterAdam(Simd simd, AdamRates rates, float[] first, float[] second) {
        MemorySegment state = unaligned(new float[3 * first.length]);
        long size = state.byteSize() / 3;
        MemorySegment w = state.asSlice(0, size);
        MemorySegment m = state.asSlice(size, size).copyFrom(MemorySegment.ofArray(first));
        MemorySegment v = state.asSlice(2 * size).copyFrom(MemorySegment.ofArray(second));
        simd.adam(rates, w, m, v, unaligned(new float[first.length]), 0, first.length);
        return state.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    private static MemorySegment unaligned(float[] values) {
        return Arena.ofAuto().allocate(4L * values.length + 3, 4).asSlice(3).copyFrom(MemorySegment.ofArray(values));
    }

    private static float at(MemorySegment segment, int index) {
        return segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * index);
    }

    /** So often that they meet whole vectors and the rest. */
    private static float[] repeated(float... values) {
        float[] result = new float[values.length * 11];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i % values.length];
        }
        return result;
    }

    private static float[] numbers(int length, float from, float to) {
        Random random = new Random(length);
        float[] result = new float[length];
        for (int i = 0; i < length; i++) {
            result[i] = from + (to - from) * random.nextFloat();
        }
        return result;
    }
}
