package dev.gumbel.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.kernels.simd.Blocks;
import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.kernels.simd.WorkerPool;
import dev.gumbel.op.Fused;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against formulas in double, on more rows than a block holds. */
class RowPassesTest {
    private static final float TEMPERATURE = 0.7f;
    /** Of a probability: the exponent, as low as -12 / 0.7, is rounded four times; e^x and the sum take less. */
    private static final double RELATIVE = 4 * Math.ulp(12 / TEMPERATURE) / 2 + 3e-7;
    /** Of a gradient by the probability: weights differ by up to 6. */
    private static final double BY_WEIGHTS = 2 * RELATIVE * 6 / TEMPERATURE;

    private final Random random = new Random(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 31, 32, 1000, 5000})
    void sampleAndGradient(int columns) {
        for (Simd simd : new Simd[] {Simd.scalar(), Simd.best()}) {
            int rows = 9000 / columns + 3;
            float[] logits = numbers(rows * columns);
            float[] noise = numbers(rows * columns);
            float[] weights = numbers(rows * columns);
            mask(logits, columns);
            float[] sample = new float[rows * columns];
            float[] gradient = new float[rows * columns];
            MemorySegment temperature = segment(new float[] {TEMPERATURE});
            run(columns, simd, new Fused.GumbelSoftmax(), segment(sample), segment(logits), segment(noise), temperature);
            run(columns, simd, new Fused.SoftmaxGradient(), segment(gradient), segment(sample), segment(weights), temperature);
            for (int r = 0; r < rows; r++) {
                compare(r * columns, columns, logits, noise, sample, weights, gradient);
            }
        }
    }

    private static void run(int columns, Simd simd, Fused op, MemorySegment out, MemorySegment... in) {
        RowPasses passes = new RowPasses(columns, simd);
        byBlocks(passes, Blocks.count(out) / columns, (first, count) -> passes.run(op, in, out, first, count));
    }

    private static void byBlocks(RowPasses passes, long rows, BiConsumer<Long, Integer> block) {
        try (WorkerPool alone = WorkerPool.of(1)) {
            alone.run(rows, passes.capacity(), (_, first, count) -> block.accept(first, count));
        }
    }

    /** A class of the first row; all of the second. */
    private static void mask(float[] logits, int columns) {
        if (columns > 1) {
            logits[1] = Float.NEGATIVE_INFINITY;
        }
        Arrays.fill(logits, columns, 2 * columns, Float.NEGATIVE_INFINITY);
    }

    private static void compare(int from, int columns, float[] logits, float[] noise, float[] sample, float[] weights, float[] gradient) {
        double[] powers = new double[columns];
        for (int k = 0; k < columns; k++) {
            powers[k] = Math.exp((logits[from + k] + noise[from + k]) / TEMPERATURE);
        }
        double total = Arrays.stream(powers).sum();
        double mean = 0;
        for (int k = 0; k < columns; k++) {
            mean += powers[k] / total * weights[from + k];
        }
        for (int k = 0; k < columns; k++) {
            double expected = powers[k] / total;
            if (Double.isNaN(expected)) {
                assertThat(sample[from + k]).isNaN();
                assertThat(gradient[from + k]).isNaN();
            } else {
                assertThat((double) sample[from + k]).isCloseTo(expected, within(RELATIVE * expected));
                assertThat((double) gradient[from + k]).isCloseTo(
                        expected * (weights[from + k] - mean) / TEMPERATURE, within(BY_WEIGHTS * expected));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 31, 32, 1000, 5000})
    void oneHot(int columns) {
        for (Simd simd : new Simd[] {Simd.scalar(), Simd.best()}) {
            int rows = 9000 / columns + 3;
            float[] x = numbers(rows * columns);
            mask(x, columns);
            x[2 * columns + columns / 2] = Float.NaN;
            for (int i = 3 * columns; i < x.length; i++) {
                x[i] = Math.round(x[i]);
            }
            float[] hot = new float[rows * columns];
            RowPasses passes = new RowPasses(columns, simd);
            byBlocks(passes, rows, (first, count) -> passes.oneHotArgmax(segment(x), segment(hot), first, count));
            for (int r = 0; r < rows; r++) {
                assertThat(Arrays.copyOfRange(hot, r * columns, (r + 1) * columns)).as("row %s", r)
                        .containsExactly(expected(Arrays.copyOfRange(x, r * columns, (r + 1) * columns)));
            }
        }
    }

    private static float[] expected(float[] row) {
        int best = 0;
        boolean number = true;
        for (int k = 0; k < row.length; k++) {
            number &= !Float.isNaN(row[k]);
            best = row[k] > row[best] ? k : best;
        }
        float[] result = new float[row.length];
        Arrays.fill(result, number ? 0 : Float.NaN);
        result[best] = number ? 1 : Float.NaN;
        return result;
    }

    private float[] numbers(int length) {
        float[] result = new float[length];
        for (int i = 0; i < length; i++) {
            result[i] = 6 * random.nextFloat() - 3;
        }
        return result;
    }

    private static MemorySegment segment(float[] values) {
        return MemorySegment.ofArray(values);
    }
}
