package dev.gumbel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {
    private static final int STEPS = 50;
    private static final double RATE = 0.01;
    /** Ordinary, tiny enough to flush either moment, alternating, once and never again, and always zero. */
    private static final int KINDS = 6;

    private static double gradient(int kind, int step) {
        return switch (kind) {
            case 0 -> Math.sin(step + 1);
            case 1 -> 1e-20;
            case 2 -> 1e-31;
            case 3 -> step % 2 == 0 ? 3 : -3;
            case 4 -> step == 0 ? 1e-15 : 0;
            default -> 0;
        };
    }

    private static double[] gradients(int step) {
        double[] gradients = new double[KINDS];
        Arrays.setAll(gradients, kind -> gradient(kind, step));
        return gradients;
    }

    /** Algorithm 1 of Kingma and Ba, with the flushes of idle weights, by hand. */
    private static final class ByHand {
        private final double[] w = new double[KINDS];
        private final double[] m = new double[KINDS];
        private final double[] v = new double[KINDS];

        void step(int step, double beta1, double beta2, double epsilon) {
            for (int i = 0; i < KINDS; i++) {
                double g = gradient(i, step);
                m[i] = beta1 * m[i] + (1 - beta1) * g;
                v[i] = beta2 * v[i] + (1 - beta2) * g * g;
                m[i] = Math.abs(m[i]) < 1e-30f ? 0 : m[i];
                v[i] = v[i] < 1e-36f ? 0 : v[i];
                double unbiasedM = m[i] / (1 - Math.pow(beta1, step + 1));
                double unbiasedV = v[i] / (1 - Math.pow(beta2, step + 1));
                w[i] -= RATE * unbiasedM / (Math.sqrt(unbiasedV) + epsilon);
            }
        }
    }

    private static void assertAgreesFor50Steps(double beta1, double beta2, double epsilon) {
        Variable w = new Variable("w", Shape.of(KINDS), DataType.FLOAT64, Initializer.zeros());
        Input g = Evaluate.input("g", KINDS);
        Program program = Program.named("adam").updates(new Adam(Evaluate.scalar(RATE), beta1, beta2, epsilon).updates(Map.of(w, g))).build();
        ByHand byHand = new ByHand();
        try (Session session = Evaluate.reference().open(0, program)) {
            for (int step = 0; step < STEPS; step++) {
                session.run(program, Feed.at(step).put(g, Evaluate.host(Shape.of(KINDS), gradients(step))));
                byHand.step(step, beta1, beta2, epsilon);
                assertState(session, program.variables(), byHand, step);
            }
        }
    }

    private static void assertState(Session session, List<Variable> state, ByHand byHand, int step) {
        assertThat(session.read(state.get(0)).toDoubles()).as("w at %d", step).containsExactly(byHand.w, within(1e-14));
        assertSameDigits(session.read(state.get(1)).toDoubles(), byHand.m);
        assertSameDigits(session.read(state.get(2)).toDoubles(), byHand.v);
        assertThat(session.read(state.get(3)).item()).isEqualTo(step + 1);
    }

    /** Relative to each value, so that zero means zero. */
    private static void assertSameDigits(double[] actual, double[] expected) {
        for (int i = 0; i < KINDS; i++) {
            assertThat(actual[i]).as("kind %d", i).isCloseTo(expected[i], within(1e-13 * Math.abs(expected[i])));
        }
    }

    @Test
    void agreesWithALoopByHandFor50Steps() {
        assertAgreesFor50Steps(0.9, 0.999, 1e-8);
    }

    @Test
    void agreesWithALoopByHandForOtherConstants() {
        assertAgreesFor50Steps(0.5, 0.75, 0.1);
        assertAgreesFor50Steps(0, 0, 1e-3);
    }

    @Test
    void momentsOfIdleWeightsBecomeZero() {
        ByHand byHand = new ByHand();
        for (int step = 0; step < STEPS; step++) {
            byHand.step(step, 0.9, 0.999, 1e-8);
        }
        // What the agreement above has been about: the second moment of 1e-20, and both of 1e-31, are flushed; the others are not.
        assertThat(byHand.v).containsExactly(new double[] {byHand.v[0], 0, 0, byHand.v[3], byHand.v[4], 0}, within(0.0));
        assertThat(byHand.m[1]).isPositive();
        assertThat(byHand.m[2]).isZero();
    }

    @Test
    void theFirstStepIsTheLearningRateWhateverTheGradient() {
        for (double g : new double[] {1e-3, 1, -1e6}) {
            Variable w = new Variable("w", Shape.scalar(), DataType.FLOAT64, Initializer.zeros());
            Program program = Program.named("adam").updates(new Adam(Evaluate.scalar(0.1)).updates(Map.of(w, Evaluate.scalar(g)))).build();
            try (Session session = Evaluate.reference().open(0, program)) {
                session.run(program, Feed.at(0));
                assertThat(session.read(w).item()).isCloseTo(-0.1 * Math.signum(g), within(1e-5));
            }
        }
    }

    @Test
    void theLearningRateMayBeFed() {
        Variable w = new Variable("w", Shape.scalar(), DataType.FLOAT64, Initializer.zeros());
        Input rate = Evaluate.input("rate");
        Program program = Program.named("adam").updates(new Adam(rate).updates(Map.of(w, Evaluate.scalar(1)))).build();
        try (Session session = Evaluate.reference().open(0, program)) {
            session.run(program, Feed.at(0).put(rate, Evaluate.host(Shape.scalar(), 0.25)));
            assertThat(session.read(w).item()).isCloseTo(-0.25, within(1e-7));
        }
    }

    @Test
    void aLearningRateOfAnotherTypeThanTheWeightMayBeFed() {
        Variable w = new Variable("w", Shape.scalar(), DataType.FLOAT64, Initializer.zeros());
        Input rate = Tensor.input("rate", Shape.scalar());
        Program program = Program.named("adam").updates(new Adam(rate).updates(Map.of(w, Evaluate.scalar(1)))).build();
        try (Session session = Evaluate.reference().open(0, program)) {
            session.run(program, Feed.at(0).put(rate, 0.25f));
            assertThat(session.read(w).item()).isCloseTo(-0.25, within(1e-7));
        }
    }

    @Test
    void stateIsNamedAfterTheVariable() {
        Variable w = Variable.of("encoder.0.weight", Shape.of(2, 3), Initializer.fanIn(3));
        List<Variable> state = Program.named("p").updates(new Adam(0.1f).updates(Map.of(w, w))).build().variables();
        assertThat(state).extracting(Variable::name).containsExactly(
                "encoder.0.weight", "encoder.0.weight.adam.m", "encoder.0.weight.adam.v", "adam.step");
        assertThat(state).extracting(Variable::shape).containsExactly(Shape.of(2, 3), Shape.of(2, 3), Shape.of(2, 3), Shape.scalar());
        assertThat(state.subList(1, 4)).extracting(Variable::initializer).containsOnly(Initializer.zeros());
    }

    @Test
    void theCounterIsNamedAfterTheOptimiser() {
        Variable w = Variable.of("w", Shape.of(2), Initializer.zeros());
        List<Update> updates = new Adam(0.1f).named("critic").updates(Map.of(w, w));
        assertThat(updates.getLast()).isInstanceOfSatisfying(Update.Count.class, count -> {
            assertThat(count.counter().name()).isEqualTo("critic.step");
            assertThat(count.counter().isCounter()).isTrue();
        });
        assertRefused("adam: the name is blank; its counter NAME.step needs one", () -> new Adam(0.1f).named(" "));
    }

    @Test
    void twoOptimisersCountTheirOwnSteps() {
        Variable w = Variable.of("w", Shape.of(2), Initializer.zeros());
        Variable v = Variable.of("v", Shape.of(2), Initializer.zeros());
        Program critic = Program.named("critic").updates(new Adam(0.1f).named("critic").updates(Map.of(w, w))).build();
        Program generator = Program.named("generator").updates(new Adam(0.1f).named("generator").updates(Map.of(v, v))).build();
        try (Session session = Evaluate.reference().open(0, critic, generator)) {
            for (int step = 0; step < 3; step++) {
                session.run(critic, Feed.at(step));
            }
            session.run(generator, Feed.at(3));
            assertThat(session.read(Variable.counter("critic")).item()).isEqualTo(3);
            assertThat(session.read(Variable.counter("generator")).item()).isEqualTo(1);
        }
    }

    @Test
    void constantsAreTheUsualOnes() {
        Adam adam = new Adam(1e-3f);
        assertThat(List.of(adam.beta1(), adam.beta2(), adam.epsilon())).containsExactly(0.9, 0.999, 1e-8);
        assertThat(Evaluate.item(adam.learningRate())).isEqualTo(1e-3f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void refusesADecayOutsideItsRange(double wrong) {
        assertRefused("adam: beta1 " + wrong + " must be at least 0 and below 1", () -> new Adam(Tensor.scalar(1), wrong, 0.9, 1e-8));
        assertRefused("adam: beta2 " + wrong + " must be at least 0 and below 1", () -> new Adam(Tensor.scalar(1), 0.9, wrong, 1e-8));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e-8, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAnEpsilonThatIsNotAboveZero(double wrong) {
        assertRefused("adam: epsilon " + wrong + " must be finite and above 0", () -> new Adam(Tensor.scalar(1), 0.9, 0.999, wrong));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void refusesALearningRateThatIsNotAboveZero(float wrong) {
        assertRefused("adam: learning rate " + wrong + " must be finite and above 0", () -> new Adam(wrong));
    }

    private static void assertRefused(String message, Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
