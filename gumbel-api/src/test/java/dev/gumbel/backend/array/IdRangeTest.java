package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.CheckException;
import dev.gumbel.backend.Feed;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Fed ids are looked at where they are read, and nowhere else. */
class IdRangeTest {
    private final Tensor table = Evaluate.counting(2, 1);
    private final Input ids = Tensor.ids("ids", Shape.of(6));

    private double[] read(Tensor part, int... fed) {
        return Evaluate.values(Evaluate.program(table.gather(part)), Feed.at(0).put(ids, HostTensor.ids(Shape.of(6), fed)));
    }

    @Test
    void whatAStepPassesOverMayHoldAnything() {
        assertThat(read(ids.slice(0, 1, 6, 2), 9, 1, 9, 0, 9, 1)).containsExactly(2, 1, 2);
        assertThat(read(ids.slice(0, 1, 6, 2).slice(0, 1, 3, 2), 9, 9, 9, 1, 9, 9)).containsExactly(2);
    }

    @Test
    void whatAStepReadsMayNot() {
        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> read(ids.slice(0, 1, 6, 2), 0, 1, 0, 9, 0, 1))
                .withMessageContaining("id 9 at element 3 of input 'ids'");
        assertThatExceptionOfType(CheckException.class).isThrownBy(() -> read(ids.slice(0, 1, 6, 2).slice(0, 0, 3, 2), 0, 1, 0, 0, 0, -1))
                .withMessageContaining("id -1 at element 5 of input 'ids'");
    }
}
