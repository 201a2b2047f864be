package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitialValuesTest {

    /** Computed apart from this code, from docs/noise-v1.md. */
    @Test
    void uniformValuesAreFrozen() {
        float[] values = initial("encoder.0.weight", Shape.of(2, 2), Initializer.fanIn(784));
        assertThat(IntStream.range(0, 4).map(i -> Float.floatToRawIntBits(values[i])))
                .containsExactly(0xBC88B559, 0xBBB688A1, 0xBD0DCA75, 0xBCCD92BE);
    }

    /** The bound times (2 word + 1) / 2^32, as docs/noise-v1.md says; of 2000 words some are so small that the 1 shows in a float. */
    @Test
    void aUniformValueLiesInTheMiddleOfItsWordsInterval() {
        int count = 2000;
        float[] values = initial("w", Shape.of(count), new Initializer.Uniform(1));
        RandomStream stream = RandomStream.of(2020, Domain.INITIALISE, "w", 0);
        for (int i = 0; i < count; i++) {
            assertThat(values[i]).isEqualTo((float) ((2L * stream.word(i) + 1) * 0x1p-32));
        }
    }

    @Test
    void uniformValuesFillTheirIntervalEvenly() {
        int count = 100_000;
        float[] values = initial("w", Shape.of(count), new Initializer.Uniform(0.25));
        Arrays.sort(values);
        assertThat(values[0]).isBetween(-0.25f, -0.2499f);
        assertThat(values[count - 1]).isBetween(0.2499f, 0.25f);
        double distance = IntStream.range(0, count)
                .mapToDouble(i -> Math.abs((i + 0.5) / count - (values[i] + 0.25) * 2)).max().orElseThrow();
        // Kolmogorov and Smirnov: exceeded with probability 0.001.
        assertThat(distance * Math.sqrt(count)).isBetween(0.3, 1.95);
    }

    @Test
    void doublesHoldTheSameValuesAsFloats() {
        HostTensor wide = HostTensor.zeros(Shape.of(100), DataType.FLOAT64);
        InitialValues.fill(wide, 3, new Variable("w", Shape.of(100), DataType.FLOAT64, Initializer.fanIn(7)));
        float[] narrow = initial("w", Shape.of(100), Initializer.fanIn(7), 3);
        assertThat(wide.toDoubles()).containsExactly(IntStream.range(0, 100).mapToDouble(i -> narrow[i]).toArray());
    }

    @Test
    void filledValuesAreOneValueThroughout() {
        assertThat(initial("b", Shape.of(5), new Initializer.Filled(1.5))).containsOnly(new float[] {1.5f}, within(0f));
        assertThat(initial("b", Shape.of(5), Initializer.zeros())).containsOnly(0, 0, 0, 0, 0);
    }

    private static float[] initial(String name, Shape shape, Initializer initializer) {
        return initial(name, shape, initializer, 2020);
    }

    private static float[] initial(String name, Shape shape, Initializer initializer, long seed) {
        HostTensor out = HostTensor.zeros(shape, DataType.FLOAT32);
        InitialValues.fill(out, seed, Variable.of(name, shape, initializer));
        return out.toFloats();
    }
}
