package dev.gumbel.conformance;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;

/** Compares a backend with the reference on graphs that nobody thought of. */
public final class GraphAgreement {
    private GraphAgreement() {}

    /**
     * Fails where a value or a gradient of the FLOAT32 graph of these numbers is outside the suite's tolerances; for the property tests of a
     * backend's module, whose tool chooses the numbers.
     *
     * @throws org.opentest4j.TestAbortedException if the graph is near a kink or a jump
     */
    public static void check(Backend backend, int... numbers) {
        DrawnGraph graph = DrawnGraph.tame(DataType.FLOAT32, numbers);
        Program program = graph.gradients();
        try (Session session = backend.open(0, program); Session reference = References.open(0, program)) {
            Results actual = session.run(program, graph.feed(program));
            Results expected = reference.run(program, graph.feed(program));
            for (String name : program.outputs().keySet()) {
                Tolerance tolerance = name.startsWith("gradient") ? Tolerance.GRADIENT : Tolerance.FORWARD;
                Agreement.check(tolerance.afterCancellation(), name, expected.get(name), actual.get(name), graph.toString());
            }
        }
    }
}
