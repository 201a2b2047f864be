package dev.gumbel.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.GraphException;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sgd, and what all optimisers share. */
class OptimizerTest {
    private final Variable a = new Variable("a", Shape.of(2), DataType.FLOAT64, new Initializer.Filled(3));
    private final Variable b = new Variable("b", Shape.of(2), DataType.FLOAT64, new Initializer.Filled(5));

    @Test
    void descentFollowsTheGradient() {
        Tensor loss = a.mul(b).mul(a).sum();
        Program program = Program.named("descend").updates(new Sgd(Evaluate.scalar(0.1)).minimize(loss, List.of(a, b))).build();
        try (Session session = Evaluate.reference().open(0, program)) {
            session.run(program, Feed.at(0));
            assertThat(session.read(a).toDoubles()).containsExactly(new double[] {0, 0}, within(1e-15));
            assertThat(session.read(b).toDoubles()).containsExactly(new double[] {4.1, 4.1}, within(1e-15));
        }
    }

    @Test
    void theLearningRateMayBeFed() {
        Input rate = Evaluate.input("rate");
        Program program = Program.named("descend").updates(new Sgd(rate).minimize(a.sum(), List.of(a))).build();
        try (Session session = Evaluate.reference().open(0, program)) {
            session.run(program, Feed.at(0).put(rate, Evaluate.host(Shape.scalar(), 0.5)));
            session.run(program, Feed.at(1).put(rate, Evaluate.host(Shape.scalar(), 0.25)));
            assertThat(session.read(a).toDoubles()).containsExactly(2.25, 2.25);
        }
    }

    @Test
    void updatesComeInTheOrderOfTheVariables() {
        List<Update> updates = new Sgd(Evaluate.scalar(0.1)).minimize(a.mul(b).sum(), List.of(b, a));
        assertThat(updates).extracting(update -> update.variables().getFirst()).containsExactly(b, a);
    }

    @Test
    void aVariableNoGradientReachesIsRefusedByName() {
        String message = "minimize: no gradient reaches variable 'b'; leave it out or use it in the loss";
        assertThatThrownBy(() -> new Sgd(Evaluate.scalar(0.1)).minimize(a.sum(), List.of(a, b)))
                .isInstanceOf(GraphException.class).hasMessage(message);
        assertThatThrownBy(() -> new Adam(Evaluate.scalar(0.1)).minimize(a.mul(b.detach()).sum(), List.of(a, b)))
                .isInstanceOf(GraphException.class).hasMessage(message);
    }

    @Test
    void aGradientOfZeroIsNotMissing() {
        assertThat(new Sgd(Evaluate.scalar(0.1)).minimize(a.mul(0).sum(), List.of(a))).hasSize(1);
    }

    @Test
    void aFixedRateIsAConstant() {
        assertThat(Evaluate.item(new Sgd(0.25f).learningRate())).isEqualTo(0.25);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void refusesALearningRateThatIsNotAboveZero(float wrong) {
        assertThatThrownBy(() -> new Sgd(wrong)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sgd: learning rate " + wrong + " must be finite and above 0");
    }
}
