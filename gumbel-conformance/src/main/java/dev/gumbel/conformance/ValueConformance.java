package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 1: the value of every op equals the reference's, on ordinary numbers and on those that break things. */
interface ValueConformance extends Conformance {
    /** Signed zeros, NaN, infinities, subnormal and large numbers, and ties. */
    float[] SPECIAL = {
        0f, -0f, 1f, -1f, 1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-40f, -1e-40f, 0.5f, -2.5f, 87f, -87f, 1e4f, -1e4f, 3e38f
    };

    static Stream<OpCase> cases() {
        return GradientCases.all().stream();
    }

    static List<Unary> unaries() {
        return Ops.unaries();
    }

    static List<Binary> binaries() {
        return Ops.binaries();
    }

    static Stream<Op> rows() {
        return Stream.of(
                new Fused.Softmax(), new Fused.LogSumExp(), new Fused.CategoricalKl(), new Selection.OneHotArgmax(),
                new Reduce(Reduce.Kind.MAX, false, 1),
                new Reduce(Reduce.Kind.SUM, true, 0, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.ValueConformance#cases")
    default void required_c11_values_equal_the_references(OpCase example) {
        List<Input> inputs = example.inputs(DataType.FLOAT32);
        assertAgrees(example.apply(inputs), inputs, example.values(DataType.FLOAT32), example.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.ValueConformance#unaries")
    default void required_c12_unary_ops_on_special_numbers(Unary op) {
        // Rows of one element: each is judged by its own magnitude.
        Input x = Tensor.input("x", Shape.of(SPECIAL.length, 1));
        assertAgrees(Tensor.apply(op, x), List.of(x), List.of(HostTensor.of(x.shape(), SPECIAL)), op.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.ValueConformance#binaries")
    default void required_c13_binary_ops_on_all_pairs_of_special_numbers(Binary op) {
        Input a = Tensor.input("a", Shape.of(SPECIAL.length, 1, 1));
        Input b = Tensor.input("b", Shape.of(SPECIAL.length, 1));
        List<HostTensor> values = List.of(HostTensor.of(a.shape(), SPECIAL), HostTensor.of(b.shape(), SPECIAL));
        assertAgrees(Tensor.apply(op, a, b), List.of(a, b), values, op.toString());
    }

    static Stream<Binary> comparisons() {
        return Stream.of(new Binary.Greater(), new Binary.GreaterOrEqual(), new Binary.Equal());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.ValueConformance#comparisons")
    default void required_c13_comparisons_of_ids_that_no_float_tells_apart(Binary op) {
        int[] special = {0, 1, -1, 65535, 65536, -65536, 1 << 24, (1 << 24) + 1, -(1 << 24) - 1, Integer.MAX_VALUE, Integer.MAX_VALUE - 1,
            Integer.MIN_VALUE, Integer.MIN_VALUE + 1};
        Input a = Tensor.ids("a", Shape.of(special.length, 1));
        Input b = Tensor.ids("b", Shape.of(special.length));
        Tensor value = Tensor.apply(op, a, b);
        Tensor chosen = value.where(Tensor.scalar(3), Tensor.scalar(-2));
        Program program = Program.named("ids").output("value", value).output("chosen", chosen).build();
        Feed feed = Feed.at(0).put(a, HostTensor.ids(a.shape(), special)).put(b, HostTensor.ids(b.shape(), special));
        try (Session session = backend().open(0, program); Session reference = References.open(0, program)) {
            Results expected = reference.run(program, feed);
            Results actual = session.run(program, feed);
            assertEquals(DataType.INT32, actual.get("value").type());
            assertArrayEquals(expected.get("value").toDoubles(), actual.get("value").toDoubles(), "value");
            assertArrayEquals(expected.get("chosen").toFloats(), actual.get("chosen").toFloats(), "chosen");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.ValueConformance#rows")
    default void required_c14_rows_of_special_numbers(Op op) {
        float inf = Float.POSITIVE_INFINITY;
        float[][] rows = {
            {1, 2, 3, 4}, {4, 4, 4, 4}, {-0f, 0, -0f, 0}, {-inf, 1, 1, -inf}, {1e4f, -1e4f, 0, 9999}, {Float.NaN, 1, 2, 3}, {3, 2, Float.NaN, 9},
            {-inf, -inf, -inf, 5}, {1e-40f, 0, -1e-40f, 0}, {88, 89, 90, 91}, {-300, -200, -100, -100}
        };
        HostTensor values = HostTensor.of(rows);
        Input x = Tensor.input("x", values.shape());
        assertAgrees(Tensor.apply(op, x), List.of(x), List.of(values), op.toString());
    }

    @Test
    default void required_c14_moved_elements_keep_their_bits() {
        Input x = Tensor.input("x", Shape.of(3, 6));
        Input ids = Tensor.ids("ids", Shape.of(2));
        Map<String, Tensor> moved = new LinkedHashMap<>();
        moved.put("input", x);
        moved.put("reshaped", x.reshape(2, 9));
        moved.put("permuted", x.permute(1, 0));
        moved.put("repeated", x.broadcastTo(Shape.of(2, 3, 6)));
        moved.put("sliced", x.slice(1, 1, 5));
        moved.put("joined", Tensor.concat(1, List.of(x, x.slice(1, 2, 4))));
        moved.put("gathered", x.gather(ids));
        moved.put("chosen", Tensor.constant(Shape.of(3, 1), 1, 0, 1).where(x, x.slice(1, 0, 1)));
        moved.put("passed straight through", x.straightThrough(x.exp()));
        Program.Builder builder = Program.named("moved");
        moved.forEach(builder::output);
        Program program = builder.build();
        HostTensor values = HostTensor.of(x.shape(), Arrays.copyOf(SPECIAL, 18));
        Feed feed = Feed.at(0).put(x, values).put(ids, HostTensor.ids(ids.shape(), 2, 0));
        try (Session session = backend().open(0, program); Session reference = References.open(0, program)) {
            Results expected = reference.run(program, feed);
            Results actual = session.run(program, feed);
            moved.keySet().forEach(name -> assertArrayEquals(expected.get(name).toFloats(), actual.get(name).toFloats(), name));
        }
    }

    @Test
    default void required_c15_where_takes_neither_side_it_did_not_choose() {
        Input condition = Tensor.input("condition", Shape.of(4));
        Input a = Tensor.input("a", Shape.of(4));
        Tensor chosen = condition.where(a, Tensor.scalar(-1));
        List<HostTensor> values = List.of(
                HostTensor.of(condition.shape(), 1f, 0f, -0f, 2f), HostTensor.of(a.shape(), 5f, Float.NaN, Float.POSITIVE_INFINITY, 7f));
        assertAgrees(chosen, List.of(condition, a), values, "where");
    }

    @Test
    default void required_c15_where_takes_ids_as_its_condition() {
        int[] special = {0, 1, -1, 65536, -65536, Integer.MIN_VALUE, Integer.MAX_VALUE, 0};
        Input condition = Tensor.ids("condition", Shape.of(special.length, 1));
        Input a = Tensor.input("a", Shape.of(2));
        List<HostTensor> values = List.of(HostTensor.ids(condition.shape(), special), HostTensor.of(a.shape(), 5f, Float.NaN));
        assertAgrees(condition.where(a, Tensor.scalar(-1)), List.of(condition, a), values, "where");
        // As the gradient of a ReLU, but of ids.
        Tensor positive = condition.greater(condition.scalarLike(0));
        assertAgrees(positive.where(a, Tensor.scalar(0)), List.of(condition, a), values, "where positive");
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-36f, 1e-30f, 1e-3f, 1, 1e3f, 1e30f})
    default void required_c16_Gumbel_softmax_reaches_its_limits(float temperature) {
        float inf = Float.POSITIVE_INFINITY;
        HostTensor logits = HostTensor.of(new float[][] {{1, 2, 3}, {1e4f, -1e4f, 0}, {-inf, 0, 0.5f}, {0, 0, 0}});
        HostTensor noise = HostTensor.of(new float[][] {{0.5f, -1, 0}, {3, 22, -3}, {22, 1, 0.25f}, {0.1f, 0.2f, 0.3f}});
        Input x = Tensor.input("x", logits.shape());
        Input g = Tensor.input("g", noise.shape());
        Tensor sample = Tensor.apply(new Fused.GumbelSoftmax(), x, g, Tensor.scalar(temperature));
        assertAgrees(sample, List.of(x, g), List.of(logits, noise), "temperature " + temperature);
    }

    @Test
    default void required_c17_updates_and_outputs_read_the_values_from_before_the_run_through_views() {
        Variable a = Variable.of("a", Shape.of(6), Initializer.fanIn(1));
        Variable b = Variable.of("b", Shape.of(2, 3), Initializer.fanIn(1));
        Tensor viewOfB = b.permute(1, 0).reshape(6);
        Program swap = Program.named("swap").output("b", viewOfB)
                .update(new Update.Assign(a, viewOfB))
                .update(new Update.Assign(b, a.reshape(3, 2).permute(1, 0)))
                .build();
        try (Session session = backend().open(3, swap)) {
            float[] before = session.read(a).toFloats();
            float[] row = session.read(b).toFloats();
            float[] transposed = {row[0], row[3], row[1], row[4], row[2], row[5]};
            assertArrayEquals(transposed, session.run(swap, Feed.at(0)).get("b").toFloats(), "output");
            assertArrayEquals(transposed, session.read(a).toFloats(), "a");
            float[] expected = {before[0], before[2], before[4], before[1], before[3], before[5]};
            assertArrayEquals(expected, session.read(b).toFloats(), "b");
        }
    }

    @Test
    default void required_c17_two_variables_can_be_exchanged() {
        Variable a = Variable.of("a", Shape.of(3), Initializer.fanIn(1));
        Variable b = Variable.of("b", Shape.of(3), Initializer.fanIn(1));
        Program swap = Program.named("swap").output("a", a).output("b", b)
                .update(new Update.Assign(a, b)).update(new Update.Assign(b, a)).build();
        try (Session session = backend().open(3, swap)) {
            float[] first = session.read(a).toFloats();
            float[] second = session.read(b).toFloats();
            Results results = session.run(swap, Feed.at(0));
            assertArrayEquals(first, results.get("a").toFloats(), "output a");
            assertArrayEquals(second, results.get("b").toFloats(), "output b");
            assertArrayEquals(second, session.read(a).toFloats(), "a");
            assertArrayEquals(first, session.read(b).toFloats(), "b");
        }
    }

    private void assertAgrees(Tensor value, List<Input> inputs, List<HostTensor> values, String replay) {
        Program program = Program.named("value").output("value", value).build();
        Feed feed = Feed.at(0);
        IntStream.range(0, inputs.size()).forEach(i -> feed.put(inputs.get(i), values.get(i)));
        try (Session session = backend().open(0, program); Session reference = References.open(0, program)) {
            HostTensor expected = reference.run(program, feed).get("value");
            Agreement.check(Tolerance.FORWARD, "value", expected, session.run(program, feed).get("value"), replay);
        }
    }
}
