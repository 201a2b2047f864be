package dev.gumbel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.discrete.GumbelMax;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.ShapeException;
import dev.gumbel.random.Domain;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GumbelTest {
    private static final float[][] LOGITS = {{0, 1, 2}, {5, 5, 5}, {-3, Float.NEGATIVE_INFINITY, 0}};

    @Test
    void softSamplesAreTheSoftmaxOfLogitsAndNoise() {
        float[][] sample = Gumbel.sample(GumbelSoftmax.soft(), LOGITS, 0.5f, 2020);
        NoiseDraws noise = new NoiseAddress(NoiseKind.GUMBEL, 2020, Domain.SAMPLE, "z", 0).draws();
        for (int row = 0; row < 3; row++) {
            double[] weights = new double[3];
            for (int k = 0; k < 3; k++) {
                weights[k] = Math.exp((LOGITS[row][k] + noise.get(row * 3 + k)) / 0.5);
            }
            double sum = Arrays.stream(weights).sum();
            for (int k = 0; k < 3; k++) {
                assertThat((double) sample[row][k]).isCloseTo(weights[k] / sum, within(1e-6));
            }
        }
    }

    @Test
    void hardSamplesAreOneHot() {
        float[][] hard = Gumbel.sample(GumbelSoftmax.hard(), LOGITS, 0.5f, 3);
        assertThat(hard).isDeepEqualTo(Gumbel.sample(GumbelMax.exact(), LOGITS, 7, 3));
        for (float[] row : hard) {
            assertThat(row).containsOnly(0, 1);
            assertThat(row[0] + row[1] + row[2]).isEqualTo(1);
        }
        assertThat(hard[2][1]).as("masked").isZero();
    }

    @Test
    void theSameSeedGivesTheSameSample() {
        float[][] first = Gumbel.sample(GumbelSoftmax.soft(), LOGITS, 1, 5);
        assertThat(Gumbel.sample(GumbelSoftmax.soft(), LOGITS, 1, 5)).isDeepEqualTo(first);
        assertThat(Arrays.deepEquals(Gumbel.sample(GumbelSoftmax.soft(), LOGITS, 1, 6), first)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void refusesATemperatureThatIsNotAboveZero(float wrong) {
        assertThatThrownBy(() -> Gumbel.sample(GumbelSoftmax.soft(), LOGITS, wrong, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample: temperature " + wrong + " must be finite and above 0");
    }

    @Test
    void refusesRaggedOrEmptyRows() {
        assertThatThrownBy(() -> Gumbel.sample(GumbelSoftmax.soft(), new float[][] {{1, 2}, {3}}, 1, 0)).isInstanceOf(ShapeException.class)
                .hasMessage("matrix: row 1 has 1 elements, row 0 has 2");
        assertThatThrownBy(() -> Gumbel.sample(GumbelSoftmax.soft(), new float[0][], 1, 0)).isInstanceOf(ShapeException.class);
    }
}
