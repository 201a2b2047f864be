package dev.gumbel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.io.State;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One step of two trainings from the same state, on w := w - 2wx, the gradient of w^2 x. */
class LockstepTest {
    private static final Variable WEIGHT = new Variable("w", Shape.of(2), DataType.FLOAT32, Initializer.zeros());
    private static final Input X = Tensor.input("x", Shape.of(2));
    private static final Lockstep LOCKSTEP = lockstep(1);

    private static Lockstep lockstep(double factor) {
        Tensor loss = WEIGHT.mul(WEIGHT).mul(X).sum();
        Tensor gradient = Gradients.of(loss, List.of(WEIGHT)).get(WEIGHT).mul(factor);
        return new Lockstep(
                Program.named("train").output("loss", loss).update(new Update.Assign(WEIGHT, WEIGHT.sub(gradient))).build(),
                Program.named("gradients").output("w", gradient).output("loss", loss).build(), List.of(WEIGHT));
    }

    private static Session open(Lockstep lockstep) {
        Session session = Evaluate.reference().open(0, lockstep.train(), lockstep.gradients());
        session.write(WEIGHT, vector(3, 3));
        return session;
    }

    private static Feed feed(float... x) {
        return Feed.at(0).put(X, x);
    }

    @Test
    void aStepTellsWhatWasBeforeItAndWhatItGave() {
        try (Session session = open(LOCKSTEP)) {
            Lockstep.Step step = LOCKSTEP.take(session, feed(1, 2));
            assertThat(step.state().variables().get("w").toFloats()).containsExactly(3, 3);
            assertThat(step.gradients().get("w").toFloats()).containsExactly(6, 12);
            assertThat(step.loss()).isEqualTo(27);
            assertThat(session.read(WEIGHT).toFloats()).containsExactly(-3, -9);
            assertThat(LOCKSTEP.take(session, feed(0, 1)).state().variables().get("w").toFloats()).containsExactly(-3, -9);
        }
    }

    @Test
    void aRestoredSessionGoesTheSameStep() {
        try (Session session = open(LOCKSTEP); Session other = open(LOCKSTEP)) {
            LOCKSTEP.take(session, feed(0.25f, 0.125f));
            Lockstep.Step expected = LOCKSTEP.take(session, feed(1, 2));
            expected.restore(other);
            Lockstep.Difference difference = expected.difference(LOCKSTEP.take(other, feed(1, 2)));
            assertThat(difference).isEqualTo(new Lockstep.Difference(0, 0, ""));
            assertThat(difference.breaches()).isEmpty();
            assertThat(other.read(WEIGHT).toFloats()).containsExactly(session.read(WEIGHT).toFloats());
        }
    }

    @Test
    void aWrongGradientIsABreachAtOnce() {
        Lockstep wrong = lockstep(1.001);
        try (Session session = open(LOCKSTEP); Session other = open(wrong)) {
            Lockstep.Difference difference = LOCKSTEP.take(session, feed(1, 2)).difference(wrong.take(other, feed(1, 2)));
            assertThat(difference.loss()).isZero();
            assertThat(difference.breaches()).singleElement().asString()
                    .matches("the gradient of w differs by (9\\.99|10\\.0|9\\.98) times the tolerance");
        }
    }

    private static Lockstep.Step step(double loss, Map<String, HostTensor> gradients) {
        return new Lockstep.Step(new State(Map.of(), Map.of()), gradients, loss);
    }

    private static HostTensor vector(float... values) {
        return HostTensor.of(Shape.of(values.length), values);
    }

    @Test
    void theGradientThatIsFurthestAwayIsNamed() {
        Lockstep.Step expected = step(1, Map.of("a", vector(1, 2), "b", vector(1, 2), "loss", vector(1)));
        assertThat(expected.difference(step(1, Map.of("a", vector(1, 2.0001f), "b", vector(1, 2.5f), "loss", vector(1)))).gradient()).isEqualTo("b");
        assertThat(expected.difference(step(1, Map.of("a", vector(1, 2), "b", vector(1, 2.1f), "loss", vector(2)))).gradient()).isEqualTo("loss");
        assertThat(expected.difference(step(1, Map.of("a", vector(Float.NaN, 2), "b", vector(9, 9), "loss", vector(1)))))
                .isEqualTo(new Lockstep.Difference(0, Double.POSITIVE_INFINITY, "a"));
    }

    /** As in the contract: at most a tenth of the tensor's largest magnitude. */
    @Test
    void zerosDoNotAgreeWithSmallGradients() {
        Lockstep.Step expected = step(1, Map.of("w", vector(5e-7f, -5e-7f)));
        assertThat(expected.difference(step(1, Map.of("w", vector(0, 0)))).breaches()).hasSize(1);
        assertThat(expected.difference(step(1, Map.of("w", vector(5.2e-7f, -5e-7f)))).breaches()).isEmpty();
    }

    @Test
    void lossesAreJudgedRelatively() {
        assertThat(step(200, Map.of()).difference(step(200 * (1 + 0.9e-5), Map.of())).breaches()).isEmpty();
        assertThat(step(200, Map.of()).difference(step(200 * (1 - 1.1e-5), Map.of())).breaches())
                .containsExactly("the loss differs by 1.10e-05, expected at most 1e-05");
        assertThat(new Lockstep.Difference(1e-5, 1, "w").breaches()).as("exactly at the tolerances").isEmpty();
        assertThat(step(200, Map.of()).difference(step(Double.NaN, Map.of())).breaches()).hasSize(1);
    }

    @Test
    void whatIsMissingIsNamed() {
        try (Session session = open(LOCKSTEP)) {
            assertThatIllegalArgumentException().isThrownBy(() -> step(1, Map.of()).restore(session))
                    .withMessage("state: no 'w'; it holds []; is it of another model?");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> step(1, Map.of("w", vector(1))).difference(step(1, Map.of("v", vector(1)))))
                .withMessage("lock-step: nothing named w, there are [v]");
    }
}
