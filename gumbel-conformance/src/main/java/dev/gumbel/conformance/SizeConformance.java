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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 1, second part: value and gradient of every op on lengths around those of vector lanes, of views, and with a special number in each input. */
interface SizeConformance extends Conformance {

    static Stream<Arguments> sizesAndLayouts() {
        return IntStream.of(1, 7, 8, 9, 31, 33, 1000).boxed().flatMap(size -> SizedCases.of(size).stream()
                .flatMap(example -> Stream.of(OperandLayout.values()).map(layout -> Arguments.of(example, layout))));
    }

    static Stream<Arguments> specials() {
        return SizedCases.of(5).stream().flatMap(example -> DoubleStream.of(
                0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40)
                .filter(special -> special != 1e-40 || !example.op().equals("Div"))
                .mapToObj(special -> Arguments.of(example, special)));
    }

    @Test
    default void required_c18_every_op_has_a_case() {
        Set<String> covered = new TreeSet<>();
        SizedCases.of(1).forEach(example -> covered.add(example.op()));
        assertEquals(OpCatalog.all(), covered);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("dev.gumbel.conformance.SizeConformance#sizesAndLayouts")
    default void required_c18_values_and_gradients_on_all_sizes_and_layouts(OpCase sized, OperandLayout layout) {
        OpCase example = layout.arrange(sized);
        List<Input> inputs = example.inputs(DataType.FLOAT32);
        Program program = example.program(inputs);
        try (Session session = backend().open(0, program); Session reference = References.open(0, program)) {
            assertAgrees(session, reference, program, inputs, example, example.values(DataType.FLOAT32), sized + " " + layout);
        }
    }

    /**
     * One special number in one input, the others ordinary. Subnormal divisors are left out: their quotients overflow in float32 alone, and sums of
     * infinities of both signs are no numbers there.
     */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("dev.gumbel.conformance.SizeConformance#specials")
    default void required_c19_values_and_gradients_with_a_special_number_in_each_input(OpCase example, double special) {
        List<Input> inputs = example.inputs(DataType.FLOAT32);
        Program program = example.program(inputs);
        try (Session session = backend().open(0, program); Session reference = References.open(0, program)) {
            for (int i : example.differentiable()) {
                List<HostTensor> values = example.values(DataType.FLOAT32);
                values.get(i).set(values.get(i).shape().size() / 2, special);
                assertAgrees(session, reference, program, inputs, example, values, "%s with %s in input %d".formatted(example, special, i));
            }
        }
    }

    private static void assertAgrees(
            Session session, Session reference, Program program, List<Input> inputs, OpCase example, List<HostTensor> values, String replay) {
        Feed feed = Feed.at(0);
        program.inputs().forEach(input -> feed.put(input, values.get(inputs.indexOf(input))));
        Results expected = reference.run(program, feed);
        Results actual = session.run(program, feed);
        for (String output : program.outputs().keySet()) {
            if (output.equals(OpCase.VALUE)) {
                Agreement.check(Tolerance.FORWARD.summedOver(example.terms()), "value", expected.get(output), actual.get(output), replay);
            } else if (!output.equals("loss")) {
                Agreement.check(Tolerance.GRADIENT, "gradient by " + output, expected.get(output), actual.get(output), replay);
            }
        }
    }
}
