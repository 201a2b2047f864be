package dev.gumbel.vae.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.agreement.Lockstep;
import dev.gumbel.io.State;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a step of another backend is laid beside the reference's. */
class SnapshotTest {
    private static Snapshot snapshot(float gradient, float... codes) {
        Map<String, HostTensor> state = Map.of("w", HostTensor.of(Shape.of(1), 5f), "gradient:w", HostTensor.of(Shape.of(1), 6f));
        Map<String, HostTensor> gradients = Map.of("w", HostTensor.of(Shape.of(1), gradient), "loss", HostTensor.of(Shape.of(1), 7f));
        Lockstep.Step step = new Lockstep.Step(new State(state, Map.of("adam.step", 7)), gradients, 1);
        return new Snapshot(step, HostTensor.of(Shape.of(codes.length / 2, 2), codes));
    }

    @Test
    void gradientsAndSamplesAreLaidBesideTheReferences() {
        LockStep step = snapshot(1, 1, 0, 0, 1).compare(50, snapshot(1.5f, 1, 0, 1, 0));
        assertThat(step.step()).isEqualTo(50);
        assertThat(step.gradient()).isEqualTo("w");
        assertThat(step.gradients()).isGreaterThan(1000);
        assertThat(step.identicalCodes()).isEqualTo(0.5);
    }

    /** Variables of any name, such as those that the file uses itself. */
    @Test
    void otherProcessesReadWhatWasWritten(@TempDir Path folder) throws IOException {
        Snapshot written = snapshot(1, 1, 0);
        written.write(folder, 3);
        Snapshot read = Snapshot.read(folder, 3);
        assertThat(read.step().state().variables()).containsOnlyKeys("w", "gradient:w");
        assertThat(read.step().state().counters()).containsExactly(Map.entry("adam.step", 7));
        assertThat(read.step().state().variables().get("gradient:w").item()).isEqualTo(6);
        assertThat(read.step().gradients()).containsOnlyKeys("w", "loss");
        assertThat(written.compare(3, read)).isEqualTo(new LockStep(3, 0, 0, "", 1));
    }
}
