package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All updates of a run read the values from before it, and so do its outputs. */
class UpdatesTest {
    private final Variable a = variable("a", 2, 2);
    private final Variable b = variable("b", 2, 2);
    private final Variable c = variable("c", 2, 2);

    private static Variable variable(String name, int... dims) {
        return new Variable(name, Shape.of(dims), DataType.FLOAT64, Initializer.zeros());
    }

    private static Update assign(Variable variable, Tensor value) {
        return new Update.Assign(variable, value);
    }

    private static void write(Session session, Variable variable, double... values) {
        session.write(variable, HostTensor.of(variable.shape(), variable.type(), values));
    }

    private Session open(Program... programs) {
        Session session = Evaluate.reference().open(0, programs);
        List<Variable> known = session.variables();
        if (known.contains(a)) {
            write(session, a, 1, 2, 3, 4);
        }
        if (known.contains(b)) {
            write(session, b, 10, 20, 30, 40);
        }
        if (known.contains(c)) {
            write(session, c, 100, 200, 300, 400);
        }
        return session;
    }

    private static void assertHolds(Session session, Variable variable, double... values) {
        assertThat(session.read(variable).toDoubles()).containsExactly(values);
    }

    @Test
    void twoVariablesAreSwapped() {
        Program swap = Program.named("swap").update(assign(a, b)).update(assign(b, a)).build();
        try (Session session = open(swap)) {
            session.run(swap, Feed.at(0));
            assertHolds(session, a, 10, 20, 30, 40);
            assertHolds(session, b, 1, 2, 3, 4);
            session.run(swap, Feed.at(1));
            assertHolds(session, a, 1, 2, 3, 4);
        }
    }

    @Test
    void threeVariablesGoRound() {
        Program turn = Program.named("turn").update(assign(a, b)).update(assign(b, c)).update(assign(c, a)).build();
        try (Session session = open(turn)) {
            session.run(turn, Feed.at(0));
            assertHolds(session, a, 10, 20, 30, 40);
            assertHolds(session, b, 100, 200, 300, 400);
            assertHolds(session, c, 1, 2, 3, 4);
        }
    }

    @Test
    void viewsAreSwapped() {
        Program swap = Program.named("swap").update(assign(a, b.permute(1, 0))).update(assign(b, a.reshape(4).reshape(2, 2))).build();
        try (Session session = open(swap)) {
            session.run(swap, Feed.at(0));
            assertHolds(session, a, 10, 30, 20, 40);
            assertHolds(session, b, 1, 2, 3, 4);
        }
    }

    @Test
    void computedValuesReadWhatWasBefore() {
        Program step = Program.named("step").update(assign(a, a.add(b))).update(assign(b, a.mul(2))).build();
        try (Session session = open(step)) {
            session.run(step, Feed.at(0));
            assertHolds(session, a, 11, 22, 33, 44);
            assertHolds(session, b, 2, 4, 6, 8);
        }
    }

    @Test
    void oneValueMayBeAssignedTwice() {
        Tensor sum = a.add(b);
        Program step = Program.named("step").output("sum", sum).update(assign(a, sum)).update(assign(b, sum)).build();
        try (Session session = open(step)) {
            Results results = session.run(step, Feed.at(0));
            assertHolds(session, a, 11, 22, 33, 44);
            assertHolds(session, b, 11, 22, 33, 44);
            assertThat(results.get(sum).toDoubles()).containsExactly(11, 22, 33, 44);
        }
    }

    static Stream<Function<Variable, Update>> updates() {
        return Stream.of(a -> assign(a, a.add(1)), a -> assign(a, a.neg()), a -> new Update.AdamUpdate(
                a, variable("m", 2, 2), variable("v", 2, 2), Variable.counter("t"), a.filledLike(1), Evaluate.scalar(1), 0.9, 0.999, 1e-8));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void outputsHoldTheValueFromBefore(Function<Variable, Update> update) {
        Program program = Program.named("p").output("itself", a).output("twice", a.mul(2)).output("times one", a.mul(1))
                .output("flat", a.reshape(4)).output("transposed", a.permute(1, 0)).output("row", a.slice(0, 1, 2))
                .output("repeated", a.broadcastTo(Shape.of(1, 2, 2))).output("through", a.straightThrough(a.exp()))
                .output("detached", a.detach()).update(update.apply(a)).update(new Update.Count(Variable.counter("t"))).build();
        try (Session session = Evaluate.reference().open(0, program)) {
            write(session, a, 1, 2, 3, 4);
            Results results = session.run(program, Feed.at(0));
            assertThat(session.read(a).toDoubles()).doesNotContain(1.0);
            for (String name : List.of("itself", "times one", "flat", "repeated", "through", "detached")) {
                assertThat(results.get(name).toDoubles()).as(name).containsExactly(1, 2, 3, 4);
            }
            assertThat(results.get("twice").toDoubles()).containsExactly(2, 4, 6, 8);
            assertThat(results.get("transposed").toDoubles()).containsExactly(1, 3, 2, 4);
            assertThat(results.get("row").toDoubles()).containsExactly(3, 4);
        }
    }

    @Test
    void anOutputThatIsAVariableOutlivesWhatAnotherProgramDoes() {
        Program look = Program.named("look").output("a", a).build();
        Program change = Program.named("change").update(assign(a, a.neg())).build();
        try (Session session = open(look, change)) {
            Results seen = session.run(look, Feed.at(0));
            session.run(change, Feed.at(0));
            write(session, a, 9, 9, 9, 9);
            assertThat(seen.get("a").toDoubles()).containsExactly(1, 2, 3, 4);
            assertThat(session.run(look, Feed.at(1)).get("a").toDoubles()).containsExactly(9, 9, 9, 9);
        }
    }

    private static final Update COUNT = new Update.Count(Variable.counter("t"));

    private static Update.AdamUpdate adam(Variable weight, Tensor gradient, Tensor rate) {
        String name = weight.name();
        return new Update.AdamUpdate(weight, variable(name + ".m", 2, 2), variable(name + ".v", 2, 2), Variable.counter("t"),
                gradient, rate, 0, 0, 1e-300);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGradientThatIsAVariableIsReadBeforeItChanges(boolean assignFirst) {
        // Without memory Adam moves by the learning rate times the gradient's sign.
        List<Update> updates = List.of(assign(b, b.neg()), adam(a, b, Evaluate.scalar(1)), COUNT);
        Program program = Program.named("p").updates(assignFirst ? updates : updates.reversed()).build();
        try (Session session = open(program)) {
            session.run(program, Feed.at(0));
            assertThat(session.read(a).toDoubles()).containsExactly(new double[] {0, 1, 2, 3}, within(1e-12));
            assertHolds(session, b, -10, -20, -30, -40);
        }
    }

    @Test
    void aGradientThatIsTheWeightItselfIsReadBeforeItChanges() {
        Program program = Program.named("p").update(adam(a, a.permute(1, 0), Evaluate.scalar(1))).update(COUNT).build();
        try (Session session = Evaluate.reference().open(0, program)) {
            write(session, a, 5, -2, 3, -4);
            session.run(program, Feed.at(0));
            assertThat(session.read(a).toDoubles()).containsExactly(new double[] {4, -3, 4, -3}, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLearningRateThatIsAVariableIsReadBeforeItChanges(boolean assignFirst) {
        Variable rate = new Variable("rate", Shape.scalar(), DataType.FLOAT64, new Initializer.Filled(0.5));
        List<Update> updates = List.of(assign(rate, rate.mul(100)), adam(a, a.filledLike(1), rate), COUNT);
        Program program = Program.named("p").updates(assignFirst ? updates : updates.reversed()).build();
        try (Session session = open(program)) {
            session.run(program, Feed.at(0));
            assertThat(session.read(a).toDoubles()).containsExactly(new double[] {0.5, 1.5, 2.5, 3.5}, within(1e-12));
            assertHolds(session, rate, 50);
        }
    }

    @Test
    void weightsOfFloatsAreStoredAsFloats() {
        Variable narrow = Variable.of("narrow", Shape.scalar(), new Initializer.Filled(1));
        Program program = Program.named("p").update(assign(narrow, narrow.div(3))).output("thrice", narrow.mul(3)).build();
        try (Session session = Evaluate.reference().open(0, program)) {
            session.run(program, Feed.at(0));
            assertHolds(session, narrow, 1f / 3f);
            assertThat(session.run(program, Feed.at(1)).get("thrice").item()).isEqualTo((float) (1f / 3f * 3.0));
        }
    }
}
