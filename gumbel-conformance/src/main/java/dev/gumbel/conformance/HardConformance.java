package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 5: what is called discrete is discrete, and gradients go where they are sent. */
interface HardConformance extends Conformance {

    @ParameterizedTest(name = "{0} classes, temperature {1}")
    @CsvSource({"1, 1", "2, 0.1", "7, 0.5", "10, 1", "33, 10", "1000, 1e6"})
    default void required_c51_hard_samples_are_exactly_one_hot(int classes, float temperature) {
        HostTensor sample = sample(GumbelSoftmax.hard(), 200, classes, temperature, "sample");
        float[][] rows = sample.toRows();
        for (int row = 0; row < rows.length; row++) {
            int number = row;
            float[] expected = new float[classes];
            expected[largest(rows[row])] = 1;
            assertArrayEquals(
                    expected, rows[row], () -> "row %d; replay: seed 5, %d classes, temperature %s".formatted(number, classes, temperature));
        }
    }

    @ParameterizedTest(name = "{0} classes, temperature {1}")
    @CsvSource({"2, 0.1", "10, 0.5", "33, 1", "1000, 10"})
    default void required_c52_the_straight_through_gradient_is_the_soft_one(int classes, float temperature) {
        float[] soft = sample(GumbelSoftmax.soft(), 20, classes, temperature, "gradient").toFloats();
        assertFalse(Arrays.equals(new float[soft.length], soft), "the soft gradient is 0");
        assertArrayEquals(soft, sample(GumbelSoftmax.hard(), 20, classes, temperature, "gradient").toFloats());
    }

    private HostTensor sample(GumbelSoftmax relaxation, int rows, int classes, float temperature, String output) {
        Input logits = Tensor.input("logits", Shape.of(rows, classes));
        Tensor sample = relaxation.sample(logits, Tensor.scalar(temperature), Noise.gumbel("z", logits.shape()));
        Tensor loss = sample.mul(Noise.gumbel("upstream", logits.shape())).sum();
        Tensor gradient = Objects.requireNonNull(Gradients.of(loss, List.of(logits)).get(logits), "by the logits");
        Program program = Program.named("draw").output("sample", sample).output("gradient", gradient).build();
        return runOnce(5, program, output, Feed.at(3).put(logits, logits(logits.shape())));
    }

    private static HostTensor logits(Shape shape) {
        HostTensor logits = HostTensor.zeros(shape, DataType.FLOAT32);
        for (long i = 0; i < shape.size(); i++) {
            logits.set(i, 2 * Math.sin(1.7 * i));
        }
        return logits;
    }

    private static int largest(float[] row) {
        int largest = 0;
        for (int i = 1; i < row.length; i++) {
            largest = row[i] > row[largest] ? i : largest;
        }
        return largest;
    }

    @Test
    default void required_c53_nothing_crosses_a_detach() {
        Input x = Tensor.input("x", Shape.of(5));
        Tensor loss = x.detach().mul(x).sum();
        assertEquals(List.of(), List.copyOf(Gradients.of(x.detach().exp().sum(), List.of(x)).keySet()), "gradients through a detach alone");
        Tensor gradient = Objects.requireNonNull(Gradients.of(loss, List.of(x)).get(x), "by the factor beside");
        Program program = Program.named("detach").output("value", x.detach()).output("gradient", gradient).build();
        float[] values = {1, -0f, 3e38f, 1e-40f, -7};
        try (Session session = backend().open(0, program)) {
            Results results = session.run(program, Feed.at(0).put(x, values));
            assertArrayEquals(values, results.get("value").toFloats(), "value");
            assertArrayEquals(values, results.get("gradient").toFloats(), "gradient of detach(x) x");
        }
    }

    @ParameterizedTest(name = "{0} classes, equal from {1} on")
    @CsvSource({"2, 0", "7, 3", "8, 1", "9, 7", "31, 30", "33, 5", "1000, 500"})
    default void required_c54_the_first_of_equals_wins(int classes, int first) {
        Input x = Tensor.input("x", Shape.of(2, classes));
        Program program = Program.named("argmax").output("hot", x.oneHotArgmax()).build();
        float[] values = new float[2 * classes];
        Arrays.fill(values, first, classes, 1);
        Arrays.fill(values, classes + first, 2 * classes, Float.POSITIVE_INFINITY);
        float[] expected = new float[2 * classes];
        expected[first] = 1;
        expected[classes + first] = 1;
        assertArrayEquals(expected, runOnce(0, program, "hot", Feed.at(0).put(x, values)).toFloats());
    }
}
