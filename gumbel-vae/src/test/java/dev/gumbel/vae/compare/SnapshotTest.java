package dev.gumbel.vae.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a step of another backend is judged beside the reference's. */
class SnapshotTest {
    private static LockStep compare(String variable, float[] expected, float... actual) {
        return snapshot(variable, expected).compare(0, snapshot(variable, actual));
    }

    private static Snapshot snapshot(String variable, float... gradient) {
        return new Snapshot(Map.of(
                "gradient:" + variable, HostTensor.of(Shape.of(gradient.length), gradient), "result:loss", HostTensor.scalar(1),
                "result:codes", HostTensor.of(Shape.of(1, 2), 1f, 0f)));
    }

    /** As in the contract: at most a tenth of the tensor's largest magnitude. */
    @Test
    void zerosDoNotAgreeWithSmallGradients() {
        assertThat(compare("encoder.0.weight", new float[] {5e-7f, -5e-7f}, 0, 0).gradients()).isGreaterThan(1);
        assertThat(compare("encoder.0.weight", new float[] {5e-7f, -5e-7f}, 5.2e-7f, -5e-7f).gradients()).isLessThan(1);
    }

    @Test
    void aVariableOfAnyNameIsJudged() {
        for (String name : new String[] {"w", "encoder.0.weight", "loss"}) {
            LockStep step = compare(name, new float[] {1, 2}, 1, 2.5f);
            assertThat(step.gradients()).as(name).isGreaterThan(1000);
            assertThat(step.gradient()).isEqualTo(name);
        }
    }
}
