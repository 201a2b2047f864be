package dev.gumbel.graph;

import static dev.gumbel.Evaluate.constant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every derivation against the reference's own loop for the fused op. */
class DecompositionsTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    static final double[][] ROWS = {
        {0, 0, 0}, {0.5, -1.25, 2}, {-INFINITY, 0, 1}, {-INFINITY, -INFINITY, 3}, {1e4, -1e4, 0}, {1e4, 1e4, 1e4}, {-1e4, -1e4, -1e4},
        {1e4, -INFINITY, 1e4 - 1}, {-0.0, 0.0, 1e-300}, {-745, 0, 710}, {7}, {Double.NaN, 0, 1}
    };

    private static Tensor row(double... values) {
        return constant(Shape.of(1, values.length), values);
    }

    private static double[] reversed(double... values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[values.length - 1 - i];
        }
        return result;
    }

    /** Compares both ways and returns the values, which are the same. */
    private static double[] assertAgrees(Fused op, Tensor... inputs) {
        Program fused = Evaluate.program(Tensor.apply(op, inputs));
        Program derived = Lowering.lower(fused, claimed -> false);
        assertThat(derived.tensors()).noneMatch(tensor -> tensor.op() instanceof Fused);
        double[] expected = Evaluate.values(fused, Feed.at(0));
        double[] actual = Evaluate.values(derived, Feed.at(0));
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isFinite(expected[i])) {
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-13 * Math.max(1, Math.abs(expected[i]))));
            } else {
                assertThat(Double.valueOf(actual[i])).isEqualTo(Double.valueOf(expected[i]));
            }
        }
        return actual;
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void softmax(double[] logits) {
        assertAgrees(new Fused.Softmax(), row(logits));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void logSumExp(double[] logits) {
        assertAgrees(new Fused.LogSumExp(), row(logits));
    }

    @Test
    void logSumExpOfInfiniteRows() {
        assertThat(assertAgrees(new Fused.LogSumExp(), row(-INFINITY, -INFINITY))).containsExactly(-INFINITY);
        assertThat(assertAgrees(new Fused.LogSumExp(), row(INFINITY, 0))).containsExactly(INFINITY);
        assertThat(assertAgrees(new Fused.LogSumExp(), row(INFINITY, -INFINITY))).containsExactly(INFINITY);
        assertThat(assertAgrees(new Fused.LogSumExp(), row(Double.NaN, INFINITY))).containsExactly(Double.NaN);
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void categoricalKl(double[] logits) {
        assertAgrees(new Fused.CategoricalKl(), row(logits));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void bernoulliNll(double[] logits) {
        double[] finite = Arrays.stream(logits).map(x -> Double.isInfinite(x) ? -1e4 : x).toArray();
        assertAgrees(new Fused.BernoulliNll(), row(finite), row(finite).sigmoid());
        assertAgrees(new Fused.BernoulliNll(), row(finite), row(finite).filledLike(1));
        assertAgrees(new Fused.BernoulliNll(), row(finite), row(finite).filledLike(0));
    }

    @ParameterizedTest
    @EnumSource
    void linear(Activation activation) {
        Tensor x = constant(Shape.of(2, 2), 1, -2, 0.5, 1e4);
        Tensor weight = constant(Shape.of(3, 2), 0.1, 0.2, -3, 1, 0, 1e-3);
        assertAgrees(new Fused.Linear(activation), x, weight, constant(Shape.of(3), 0.5, -0.25, 0));
    }


    @ParameterizedTest
    @FieldSource("ROWS")
    void gumbelSoftmax(double[] logits) {
        for (double temperature : new double[] {1e-30, 0.1, 1, 7, 1e30}) {
            Tensor noise = row(reversed(logits)).greater(Evaluate.scalar(0)).mul(0.75);
            assertAgrees(new Fused.GumbelSoftmax(), row(logits), noise, Evaluate.scalar(temperature));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "FLOAT64"})
    void aTemperatureNearZeroGivesTheArgmax(DataType type) {
        Tensor logits = of(type, 1, 1e4, -1e4, 1e4 - 1, -INFINITY);
        double[] sample = assertAgrees(new Fused.GumbelSoftmax(), logits, logits.filledLike(0), scalar(type, 1e-30));
        assertThat(sample).containsExactly(0, 1, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "FLOAT64"})
    void aHugeTemperatureGivesTheUniformOverWhatIsNotMasked(DataType type) {
        Tensor logits = of(type, 1, 1e4, -1e4, 3, -INFINITY);
        double[] sample = assertAgrees(new Fused.GumbelSoftmax(), logits, logits.filledLike(0), scalar(type, 1e30));
        assertThat(sample).containsExactly(0.25, 0.25, 0.25, 0.25, 0);
    }

    private static Tensor of(DataType type, double... values) {
        return Tensor.apply(new Leaf.Constant(Shape.of(values.length), type, values));
    }

    private static Tensor scalar(DataType type, double value) {
        return Tensor.filled(Shape.scalar(), type, value);
    }
}
