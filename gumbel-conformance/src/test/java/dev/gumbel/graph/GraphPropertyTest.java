package dev.gumbel.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.reference.ReferenceProvider;
import dev.gumbel.backend.reference.Unlowered;
import dev.gumbel.conformance.DrawnGraph;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;

/** What holds for every graph: on ones drawn at random, shrunk to small ones when it does not. */
class GraphPropertyTest {
    /** Of double arithmetic in another order on values near 1. */
    private static final double ROUNDING = 1e-12;
    /** The error of the differences: step^4 / 30 times the fifth derivative, and 1e-16 / step. */
    private static final double DIFFERENCE = 1e-8;
    private static final double STEP = 2e-4;
    private static final Backend REFERENCE = new ReferenceProvider().create(Settings.defaults());

    @Property(tries = 3000)
    void simplificationKeepsEveryBit(@ForAll @Size(max = 30) int[] numbers) {
        DrawnGraph graph = DrawnGraph.wild(numbers);
        Program program = graph.program();
        Program simpler = Lowering.simplify(program);
        assertThat(computed(simpler)).as("ops computed for %s", graph).isLessThanOrEqualTo(computed(program));
        Map<String, double[]> expected = Unlowered.run(program, graph.values());
        Map<String, double[]> actual = Unlowered.run(simpler, graph.values());
        program.outputs().forEach((name, tensor) -> {
            assertThat(simpler.outputs().get(name).signature()).as("%s of %s", name, graph).isEqualTo(tensor.signature());
            assertThat(actual.get(name)).as("%s of %s", name, graph).containsExactly(expected.get(name));
        });
    }

    private static long computed(Program program) {
        return program.tensors().stream().filter(tensor -> !(tensor.op() instanceof Leaf)).count();
    }

    @Property(tries = 3000)
    void aSessionComputesWhatTheKernelsDo(@ForAll @Size(max = 30) int[] numbers) {
        DrawnGraph graph = DrawnGraph.wild(numbers);
        Program program = graph.program();
        Map<String, double[]> expected = Unlowered.run(program, graph.values());
        try (Session session = REFERENCE.open(0, program)) {
            Results results = session.run(program, graph.feed(program));
            expected.forEach((name, values) ->
                    assertThat(results.get(name).toDoubles()).as("%s of %s", name, graph).containsExactly(values));
        }
    }

    @Property(tries = 300)
    void derivationsKeepValuesAndGradients(@ForAll @Size(max = 20) int[] numbers) {
        DrawnGraph graph = DrawnGraph.tame(DataType.FLOAT64, numbers);
        Program program = graph.gradients();
        Map<String, double[]> expected = Unlowered.run(program, graph.values());
        Map<String, double[]> actual = Unlowered.run(Lowering.lower(program, fused -> false), graph.values());
        expected.forEach((name, values) ->
                assertThat(actual.get(name)).as("%s of %s", name, graph).containsExactly(values, Offset.offset(ROUNDING)));
    }

    @Property(tries = 500)
    void gradientsEqualDifferences(@ForAll @Size(max = 20) int[] numbers) {
        DrawnGraph graph = DrawnGraph.tame(DataType.FLOAT64, numbers);
        Program program = graph.gradients();
        Program loss = Program.named("loss").output("loss", program.outputs().get("loss")).build();
        Feed feed = graph.feed(loss);
        try (Session session = REFERENCE.open(0, program, loss)) {
            Results results = session.run(program, graph.feed(program));
            for (Input input : graph.inputs()) {
                String name = "gradient " + input.name();
                HostTensor value = graph.values().get(input);
                boolean reached = program.outputs().containsKey(name);
                for (long i = 0; i < value.shape().size(); i++) {
                    double gradient = reached ? results.get(name).get(i) : 0;
                    double difference = difference(session, loss, feed, value, i);
                    assertThat(gradient).as("%s, element %d of %s", name, i, graph).isCloseTo(difference, Offset.offset(DIFFERENCE));
                }
            }
        }
    }

    /** (8 (f(x + h) - f(x - h)) - (f(x + 2h) - f(x - 2h))) / 12h. */
    private static double difference(Session session, Program loss, Feed feed, HostTensor value, long element) {
        double near = change(session, loss, feed, value, element, STEP);
        double far = change(session, loss, feed, value, element, 2 * STEP);
        return (8 * near - far) / (12 * STEP);
    }

    private static double change(Session session, Program loss, Feed feed, HostTensor value, long element, double step) {
        double original = value.get(element);
        value.set(element, original + step);
        double above = session.run(loss, feed).get("loss").item();
        value.set(element, original - step);
        double below = session.run(loss, feed).get("loss").item();
        value.set(element, original);
        return above - below;
    }
}
