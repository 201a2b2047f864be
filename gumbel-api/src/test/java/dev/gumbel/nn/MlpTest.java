package dev.gumbel.nn;

import static dev.gumbel.Evaluate.constant;
import static dev.gumbel.Evaluate.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Shape;
import dev.gumbel.op.ShapeException;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers and losses. */
class MlpTest {
    private final Mlp mlp = Mlp.of("encoder", List.of(7, 5, 3, 2), Activation.RELU, Activation.TANH);

    @Test
    void variablesAreNamedByLayer() {
        assertThat(mlp.variables()).extracting(Variable::name).containsExactly(
                "encoder.0.weight", "encoder.0.bias", "encoder.1.weight", "encoder.1.bias", "encoder.2.weight", "encoder.2.bias");
    }

    @Test
    void weightsAreOutByIn() {
        assertThat(mlp.variables()).extracting(Variable::shape).containsExactly(
                Shape.of(5, 7), Shape.of(5), Shape.of(3, 5), Shape.of(3), Shape.of(2, 3), Shape.of(2));
    }

    @Test
    void weightAndBiasStartByTheFanIn() {
        assertThat(mlp.layers()).allSatisfy(layer -> {
            Initializer expected = Initializer.fanIn(layer.weight().shape().dim(1));
            assertThat(layer.variables()).extracting(Variable::initializer).containsExactly(expected, expected);
        });
    }

    @Test
    void onlyTheLastLayerHasTheLastActivation() {
        assertThat(mlp.layers()).extracting(Linear::activation).containsExactly(Activation.RELU, Activation.RELU, Activation.TANH);
    }

    @Test
    void layersAreAppliedInTurn() {
        Tensor y = mlp.apply(Tensor.input("x", Shape.of(10, 7)));
        assertThat(y.shape()).isEqualTo(Shape.of(10, 2));
        assertThat(y.op()).isEqualTo(new Fused.Linear(Activation.TANH));
        assertThat(y.inputs().getFirst().inputs().getFirst().op()).isEqualTo(new Fused.Linear(Activation.RELU));
        assertThat(y.inputs().subList(1, 3)).isEqualTo(mlp.layers().getLast().variables());
    }

    @Test
    void rowsOfAnotherWidthAreRefused() {
        assertThatThrownBy(() -> mlp.apply(Tensor.input("x", Shape.of(10, 6)))).isInstanceOf(ShapeException.class)
                .hasMessage("linear: [10, 6] x [5, 7] x [5]: x has 6 features, the weight [out, in] takes 7");
    }

    @Test
    void refusesFewerThanTwoWidths() {
        assertThatThrownBy(() -> Mlp.of("m", List.of(7), Activation.RELU, Activation.LINEAR)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mlp 'm': [7] must hold at least the widths in and out");
        assertThatThrownBy(() -> Mlp.of("m", List.of(), Activation.RELU, Activation.LINEAR)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mlp 'm': [] must hold at least the widths in and out");
    }

    @Test
    void layersCannotBeChangedFromOutside() {
        List<Linear> layers = new ArrayList<>(mlp.layers());
        Mlp copy = new Mlp(layers);
        layers.clear();
        assertThat(copy.layers()).hasSize(3);
    }

    @Test
    void bernoulliNllIsTheLossOfEachRow() {
        Tensor loss = Losses.bernoulliNll(constant(Shape.of(2, 2), 0, 0, 1e4, -1e4), constant(Shape.of(2, 2), 1, 0, 0, 1));
        assertThat(values(loss)).containsExactly(new double[] {2 * Math.log(2), 2e4}, within(1e-15));
    }
}
