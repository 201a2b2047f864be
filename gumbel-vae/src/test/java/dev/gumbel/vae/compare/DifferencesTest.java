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
    void rowsAreEqualAsAWholeOrNotAtAll() {
        assertThat(Differences.identicalRows(rows(1, 0, 0, 1, 1, 0, 0, 1), rows(1, 0, 0, 1, 0, 1, 0, 1))).isEqualTo(0.75);
    }
}
