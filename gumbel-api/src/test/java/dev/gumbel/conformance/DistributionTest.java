package dev.gumbel.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.op.NoiseKind;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suite judges by right distributions. */
class DistributionTest {

    @ParameterizedTest
    @EnumSource
    void momentsAreThoseOfTheCumulativeFunction(NoiseKind kind) {
        Distribution distribution = new Distribution(kind);
        double[] moments = new double[3];
        double step = 1.0 / 512;
        for (double x = -45; x < 60; x += step) {
            double centred = x + step / 2 - distribution.mean();
            double mass = x > 0
                    ? distribution.above(x) - distribution.above(x + step) : distribution.cumulative(x + step) - distribution.cumulative(x);
            moments[0] += centred * mass;
            moments[1] += centred * centred * mass;
            moments[2] += Math.pow(centred, 4) * mass;
        }
        assertThat(moments[0]).isCloseTo(0, within(1e-5));
        assertThat(moments[1]).isCloseTo(distribution.variance(), within(1e-4));
        assertThat(moments[2] / moments[1] / moments[1]).isCloseTo(distribution.kurtosis(), within(1e-3));
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesAddUpToOne(NoiseKind kind) {
        Distribution distribution = new Distribution(kind);
        for (double x = -5; x < 5; x += 0.37) {
            assertThat(distribution.cumulative(x) + distribution.above(x)).isCloseTo(1, within(1e-12));
        }
    }

    /** Abramowitz and Stegun, table 26.2, to more digits. */
    @Test
    void theNormalDistributionIsThatOfTheTables() {
        Distribution normal = new Distribution(NoiseKind.NORMAL);
        Map.of(0.0, 0.5, 1.0, 0.8413447460685429, -1.0, 0.15865525393145705, -3.0, 1.3498980316300946e-3, -6.0, 9.865876450376981e-10)
                .forEach((x, expected) -> assertThat(normal.cumulative(x)).isCloseTo(expected, Percentage.withPercentage(1e-9)));
        assertThat(normal.above(6)).isCloseTo(9.865876450376981e-10, Percentage.withPercentage(1e-9));
    }
}
