package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rule 2: every gradient rule, and the gradient of every gradient, against central differences, in FLOAT64 where the backend computes it. In FLOAT32
 * the gradients are compared with those of the reference.
 */
interface DifferenceConformance extends Conformance {
    /** Balances the truncation error, of order step^2, against the rounding error, of order 1e-16 / step. */
    double STEP = 1e-5;
    Tolerance DIFFERENCES = new Tolerance(1e-8, 1e-7);

    static Stream<OpCase> cases() {
        return GradientCases.all().stream();
    }

    @Test
    default void required_c21_every_differentiable_op_has_a_case() {
        Set<String> covered = new TreeSet<>();
        GradientCases.all().forEach(example -> covered.add(example.op()));
        assertEquals(OpCatalog.differentiable(), covered);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.DifferenceConformance#cases")
    default void required_c22_gradients_equal_central_differences(OpCase example) {
        assertDifferences(example, example::program);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.DifferenceConformance#cases")
    default void required_c24_second_derivatives_equal_central_differences_of_gradients(OpCase example) {
        assertDifferences(example, example::slope);
    }

    private void assertDifferences(OpCase example, Function<List<Input>, Program> function) {
        Assumptions.assumeTrue(backend().capabilities().types().contains(DataType.FLOAT64), "the backend does not declare FLOAT64");
        List<HostTensor> values = example.values(DataType.FLOAT64);
        List<Input> inputs = example.inputs(DataType.FLOAT64);
        Program program = function.apply(inputs);
        try (Session session = backend().open(0, program)) {
            List<HostTensor> gradients = run(session, program, example, inputs, values);
            for (int i : example.differentiable()) {
                HostTensor differences = differences(session, program, inputs, values, i);
                Agreement.check(DIFFERENCES, "gradient by input " + i, differences, gradients.get(i), "case " + example);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.DifferenceConformance#cases")
    default void required_c23_gradients_equal_the_references(OpCase example) {
        List<HostTensor> values = example.values(DataType.FLOAT32);
        List<Input> inputs = example.inputs(DataType.FLOAT32);
        Program program = example.program(inputs);
        try (Session session = backend().open(0, program); Session reference = References.open(0, program)) {
            List<HostTensor> expected = run(reference, program, example, inputs, values);
            List<HostTensor> actual = run(session, program, example, inputs, values);
            for (int i : example.differentiable()) {
                Agreement.check(Tolerance.GRADIENT, "gradient by input " + i, expected.get(i), actual.get(i), "case " + example);
            }
        }
    }

    /** The gradients by all inputs, in their order: zeros where none passes; of ids, the ids. */
    private static List<HostTensor> run(Session session, Program program, OpCase example, List<Input> inputs, List<HostTensor> values) {
        Results results = session.run(program, feed(program, inputs, values));
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> IntStream.of(example.differentiable()).anyMatch(j -> j == i)
                        ? gradient(program, results, inputs.get(i)) : values.get(i))
                .toList();
    }

    private static HostTensor gradient(Program program, Results results, Input input) {
        return program.outputs().containsKey(input.name()) ? results.get(input.name()).copy() : HostTensor.zeros(input.shape(), input.type());
    }

    private static Feed feed(Program program, List<Input> inputs, List<HostTensor> values) {
        Feed feed = Feed.at(0);
        IntStream.range(0, inputs.size()).filter(i -> program.inputs().contains(inputs.get(i)))
                .forEach(i -> feed.put(inputs.get(i), values.get(i)));
        return feed;
    }

    private static HostTensor differences(Session session, Program program, List<Input> inputs, List<HostTensor> values, int which) {
        HostTensor value = values.get(which);
        HostTensor result = HostTensor.zeros(value.shape(), DataType.FLOAT64);
        Feed feed = feed(program, inputs, values);
        for (int i = 0; i < value.shape().size(); i++) {
            double original = value.get(i);
            value.set(i, original + STEP);
            double above = session.run(program, feed).get(OpCase.LOSS).item();
            value.set(i, original - STEP);
            double below = session.run(program, feed).get(OpCase.LOSS).item();
            value.set(i, original);
            result.set(i, (above - below) / (2 * STEP));
        }
        return result;
    }
}
