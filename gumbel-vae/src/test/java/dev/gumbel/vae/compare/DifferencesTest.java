package dev.gumbel.vae.compare;

import static org.assertj.core.api.Assertions.assertThat;

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
    void rowsAreEqualAsAWholeOrNotAtAll() {
        assertThat(Differences.identicalRows(rows(1, 0, 0, 1, 1, 0, 0, 1), rows(1, 0, 0, 1, 0, 1, 0, 1))).isEqualTo(0.75);
    }
}
