package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Session;
import dev.gumbel.io.State;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a number stops being finite is told by step and op; 4 steps an epoch. */
class FaultFinderTest {
    private static final Dataset DATA = Tiny.data(47, 23);

    /** Trains from variables of which one has another value, in a run whose last good checkpoint is that of the beginning. */
    private static void train(String backend, String variable, IntPredicate where, float value) {
        Trainer trainer = new Trainer(Tiny.options().build(), DATA);
        try (Session session = trainer.open(BackendLocator.standard().select(backend))) {
            State state = State.of(session);
            Map<String, HostTensor> variables = new LinkedHashMap<>(state.variables());
            HostTensor changed = variables.get(variable).copy();
            IntStream.range(0, (int) changed.shape().size()).filter(where).forEach(i -> changed.set(i, value));
            variables.put(variable, changed);
            Checkpoint beginning = new Checkpoint(0, new MeanLosses(), 0, new State(variables, state.counters()));
            trainer.run(session, Optional.of(beginning), new TrainingListener() {}, new TrainingControl());
        }
    }

    private static void train(String variable, float value) {
        train("reference", variable, element -> element == 2, value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        encoder.0.weight | NaN | 'step 0 (epoch 1, batch 0): the loss is NaN: encoder.0.weight gives NaN at element 2 of [12, 36]'
        decoder.1.bias | Infinity | 'step 0 (epoch 1, batch 0): the loss is NaN: decoder.1.bias gives Infinity at element 2 of [36]'
        """)
    void aWeightIsNamed(String variable, float value, String message) {
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> train(variable, value)).withMessageStartingWith(message);
    }

    /** In float, as on DJL; the reference, which counts in double, tells it by handing its values out as floats. */
    @Test
    void anOpThatOverflowsIsNamedWithItsLayer() {
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> train("djl", "encoder.0.weight", _ -> true, 1e38f))
                .withMessageMatching("step 0 \\(epoch 1, batch 0\\): the loss is (NaN|Infinity): "
                        + "op linear\\(images, encoder.0.weight, encoder.0.bias\\) gives Infinity at element \\d+ of \\[10, 12]; "
                        + "lower --learning-rate or raise --min-temperature");
    }

    /** The weights are looked at before each checkpoint, so that none is ever written that cannot be gone on from. */
    @Test
    void aMomentThatOverflowsIsFoundThoughTheLossIsFinite() {
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> train("decoder.1.bias.adam.v", Float.POSITIVE_INFINITY))
                .withMessageStartingWith("after step 3 'decoder.1.bias.adam.v' is not finite: "
                        + "in step 0 the update makes 'decoder.1.bias.adam.v' infinite");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 9998})
    void oneElementAmongManyIsFound(int place) {
        HostTensor tensor = HostTensor.of(Shape.of(9999), new float[9999]);
        assertThat(NonFinite.first(tensor)).isEmpty();
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            tensor.set(place, value);
            assertThat(NonFinite.first(tensor)).hasValue(place);
        }
        tensor.set(place, -Float.MAX_VALUE);
        assertThat(NonFinite.first(tensor)).isEmpty();
    }
}
