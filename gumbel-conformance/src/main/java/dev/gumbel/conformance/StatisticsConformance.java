package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gumbel.backend.Feed;
import dev.gumbel.discrete.GumbelMax;
import dev.gumbel.graph.Program;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 4, second part: the noise is Gumbel noise, and argmax(logits + noise) draws from softmax(logits). Fixed seeds: no test is ever lucky. */
interface StatisticsConformance extends Conformance {
    int DRAWS = 200_000;
    double EULER_GAMMA = 0.5772156649015329;

    @Test
    default void stochastic_c46_noise_has_the_moments_of_a_Gumbel_distribution() {
        double[] draws = draws();
        assertEquals(EULER_GAMMA, Statistics.mean(draws), 5 * Math.PI / Math.sqrt(6.0 * DRAWS), "mean");
        // The fourth central moment is 27/5 sigma^4, so the variance has standard deviation sigma^2 sqrt(4.4 / n).
        double variance = Math.PI * Math.PI / 6;
        assertEquals(variance, Statistics.variance(draws), 5 * variance * Math.sqrt(4.4 / DRAWS), "variance");
    }

    @Test
    default void stochastic_c47_noise_passes_the_Kolmogorov_Smirnov_test() {
        double statistic = Statistics.kolmogorovSmirnov(draws(), x -> Math.exp(-Math.exp(-x)));
        assertTrue(statistic < 1.95, () -> "Kolmogorov-Smirnov statistic " + statistic + ", expected below 1.95 (p = 0.001)");
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1, 4})
    default void stochastic_c48_Gumbel_max_draws_from_the_softmax(float spread) {
        int classes = 8;
        float[] row = new float[classes];
        for (int k = 0; k < classes; k++) {
            row[k] = spread * (k * 5 % classes) / classes;
        }
        Input logits = Tensor.input("logits", Shape.of(classes));
        Tensor rows = logits.broadcastTo(Shape.of(DRAWS, classes));
        Tensor counts = GumbelMax.draw(rows, Noise.gumbel("z", rows.shape())).sum(0);
        Program program = Program.named("count").output("counts", counts).output("probabilities", logits.softmax()).build();
        Feed feed = Feed.at(0).put(logits, row);
        HostTensor expected = runOnce(1, program, "probabilities", feed);
        double[] shares = expected.toDoubles();
        for (int k = 0; k < classes; k++) {
            shares[k] *= DRAWS;
        }
        double statistic = Statistics.chiSquare(runOnce(1, program, "counts", feed).toDoubles(), shares);
        assertTrue(statistic < 24.3, () -> "chi-square " + statistic + " with 7 degrees of freedom, expected below 24.3 (p = 0.001)");
    }

    private double[] draws() {
        Program program = Program.named("draw").output("noise", Noise.gumbel("z", Shape.of(DRAWS))).build();
        return runOnce(2020, program, "noise", Feed.at(0)).toDoubles();
    }
}
