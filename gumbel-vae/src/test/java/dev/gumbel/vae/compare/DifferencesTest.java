package dev.gumbel.vae.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static HostTensor rows(float... values) {
        return HostTensor.of(Shape.of(values.length / 2, 2), values);
    }

    @Test
    void lossesAreComparedRelativelyAndNanIsInfinitelyFar() {
        assertThat(Differences.relative(200, 201)).isEqualTo(0.005);
        assertThat(Differences.relative(200, 199)).isEqualTo(0.005);
        assertThat(Differences.relative(200, Double.NaN)).isInfinite();
        assertThat(Differences.relative(Double.NaN, 200)).isInfinite();
    }

    @Test
    void gradientsAreComparedWithTheToleranceOfTheirRow() {
        HostTensor expected = rows(1, 0, 0, 100);
        assertThat(Differences.inTolerances(expected, expected)).isZero();
        // 1e-4 of 1, and 1e-6.
        assertThat(Differences.inTolerances(expected, rows(1, 2.02e-4f, 0, 100))).isCloseTo(2, within(1e-5));
        assertThat(Differences.inTolerances(expected, rows(1, 0, 2.02e-4f, 100))).isCloseTo(0.0202, within(1e-4));
        assertThat(Differences.inTolerances(expected, rows(1, Float.NaN, 0, 100))).isInfinite();
    }

    @Test
    void rowsAreEqualAsAWholeOrNotAtAll() {
        assertThat(Differences.identicalRows(rows(1, 0, 0, 1, 1, 0, 0, 1), rows(1, 0, 0, 1, 0, 1, 0, 1))).isEqualTo(0.75);
    }
}
