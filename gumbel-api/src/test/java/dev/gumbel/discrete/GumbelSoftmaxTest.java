package dev.gumbel.discrete;

import static dev.gumbel.Evaluate.constant;
import static dev.gumbel.Evaluate.scalar;
import static dev.gumbel.Evaluate.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.graph.Gradients;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GumbelSoftmaxTest {
    private static final Shape CODES = Shape.of(50, 4, 10);
    private static final double LOG_3 = Math.log(3);
    private final Tensor logits = Noise.gumbel("logits", CODES).mul(2);
    private final Tensor noise = Noise.gumbel("z", CODES);
    private final Tensor temperature = Tensor.scalar(0.7f);

    private static double sum(double[] values, int row) {
        return Arrays.stream(values, row * 10, row * 10 + 10).sum();
    }

    @Test
    void softIsTheSoftmaxOfTheDividedSum() {
        Tensor sample = GumbelSoftmax.soft().sample(constant(Shape.of(2), 0, LOG_3), scalar(2), constant(Shape.of(2), 0, LOG_3));
        assertThat(values(sample)).containsExactly(new double[] {0.25, 0.75}, within(1e-15));
    }

    @Test
    void softRowsLieOnTheSimplex() {
        double[] sample = values(GumbelSoftmax.soft().sample(logits, temperature, noise));
        assertThat(Arrays.stream(sample)).hasSize(2000).allMatch(value -> value >= 0 && value <= 1);
        for (int row = 0; row < 200; row++) {
            assertThat(sum(sample, row)).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void hardRowsAreExactlyOneHot() {
        double[] sample = values(GumbelSoftmax.hard().sample(logits, temperature, noise));
        assertThat(sample).hasSize(2000).containsOnly(0, 1);
        for (int row = 0; row < 200; row++) {
            assertThat(sum(sample, row)).isEqualTo(1);
        }
    }

    @Test
    void hardChoosesWhatSoftPrefers() {
        Tensor soft = GumbelSoftmax.soft().sample(logits, temperature, noise);
        Tensor hard = GumbelSoftmax.hard().sample(logits, temperature, noise);
        assertThat(values(hard)).containsExactly(values(soft.oneHotArgmax()));
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-30f, 1e-3f, 0.5f, 1f, 100f, 1e30f})
    void theTemperatureNeverChangesAHardSample(float other) {
        double[] expected = values(GumbelMax.draw(logits, noise));
        assertThat(values(GumbelSoftmax.hard().sample(logits, Tensor.scalar(other), noise))).containsExactly(expected);
    }

    @Test
    void theGradientOfHardIsThatOfSoft() {
        Tensor weights = Noise.gumbel("weights", CODES);
        List<Tensor> targets = List.of(logits, noise, temperature);
        Map<Tensor, Tensor> soft = Gradients.of(GumbelSoftmax.soft().sample(logits, temperature, noise).mul(weights).sum(), targets);
        Map<Tensor, Tensor> hard = Gradients.of(GumbelSoftmax.hard().sample(logits, temperature, noise).mul(weights).sum(), targets);
        for (Tensor target : targets) {
            double[] expected = values(soft.get(target));
            assertThat(Arrays.stream(expected)).anyMatch(value -> value != 0);
            assertThat(values(hard.get(target))).containsExactly(expected);
        }
    }

    @Test
    void aLowTemperatureApproachesTheHardSample() {
        double[] soft = values(GumbelSoftmax.soft().sample(logits, Tensor.scalar(1e-6f), noise));
        double[] hard = values(GumbelSoftmax.hard().sample(logits, temperature, noise));
        assertThat(soft).containsExactly(hard, within(1e-6));
    }

    @Test
    void aHighTemperatureApproachesTheUniform() {
        double[] soft = values(GumbelSoftmax.soft().sample(logits, Tensor.scalar(1e9f), noise));
        assertThat(soft).containsExactly(values(Tensor.filled(CODES, DataType.FLOAT32, 0.1)), within(1e-7));
    }

    @Test
    void twoOfOneKindAreOne() {
        assertThat(GumbelSoftmax.soft()).isSameAs(GumbelSoftmax.soft()).hasToString("Gumbel-softmax");
        assertThat(GumbelSoftmax.hard()).isSameAs(GumbelSoftmax.hard()).hasToString("straight-through Gumbel-softmax");
    }
}
