package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.op.NoiseKind;
import java.util.Map;
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
        assertEquals(0, moments[0], 1e-5);
        assertEquals(distribution.variance(), moments[1], 1e-4);
        assertEquals(distribution.kurtosis(), moments[2] / moments[1] / moments[1], 1e-3);
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesAddUpToOne(NoiseKind kind) {
        Distribution distribution = new Distribution(kind);
        for (double x = -5; x < 5; x += 0.37) {
            assertEquals(1, distribution.cumulative(x) + distribution.above(x), 1e-12);
        }
    }

    /** Abramowitz and Stegun, table 26.2, to more digits. */
    @Test
    void theNormalDistributionIsThatOfTheTables() {
        Distribution normal = new Distribution(NoiseKind.NORMAL);
        Map.of(0.0, 0.5, 1.0, 0.8413447460685429, -1.0, 0.15865525393145705, -3.0, 1.3498980316300946e-3, -6.0, 9.865876450376981e-10)
                .forEach((x, expected) -> assertEquals(expected, normal.cumulative(x), 1e-11 * expected));
        assertEquals(9.865876450376981e-10, normal.above(6), 1e-20);
    }
}
