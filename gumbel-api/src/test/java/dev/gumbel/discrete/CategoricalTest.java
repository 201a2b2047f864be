package dev.gumbel.discrete;

import static dev.gumbel.Evaluate.constant;
import static dev.gumbel.Evaluate.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoricalTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 1000})
    void theUniformIsAtDistanceZero(int classes) {
        Tensor logits = Tensor.filled(Shape.of(classes), DataType.FLOAT64, 3);
        assertThat(values(Categorical.klToUniform(logits))).containsExactly(new double[] {0}, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 1000})
    void aOneHotIsAtDistanceLogK(int classes) {
        double[] logits = new double[classes];
        logits[classes - 1] = 1e4;
        assertThat(values(Categorical.klToUniform(constant(Shape.of(classes), logits))))
                .containsExactly(new double[] {Math.log(classes)}, within(1e-14));
    }

    @Test
    void aMaskedClassCounts() {
        Tensor half = constant(Shape.of(2, 2), Double.NEGATIVE_INFINITY, 0, 0, Double.NEGATIVE_INFINITY);
        assertThat(values(Categorical.klToUniform(half))).containsExactly(new double[] {Math.log(2), Math.log(2)}, within(1e-15));
    }

    @Test
    void itLiesBetween() {
        double[] distances = values(Categorical.klToUniform(Noise.gumbel("logits", Shape.of(100, 7)).mul(3)));
        assertThat(Arrays.stream(distances)).hasSize(100).allMatch(distance -> distance > 0 && distance < Math.log(7));
    }
}
