package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gumbel.backend.Backend;
import dev.gumbel.vae.data.Dataset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends a training: it says when and why, and leaves no thread behind. */
class TrainerFaultsTest {
    private static final Dataset DATA = Tiny.data(47, 23);

    /** Keeps the numbers of the steps and epochs it hears of. */
    private static final class Heard implements TrainingListener {
        private final List<Long> steps = new ArrayList<>();
        private final List<Integer> epochs = new ArrayList<>();
        private final List<Integer> pictures = new ArrayList<>();

        @Override
        public void step(StepMetrics metrics) {
            steps.add(metrics.step());
        }

        @Override
        public void epoch(EpochMetrics metrics) {
            epochs.add(metrics.epoch());
        }

        @Override
        public void pictures(Pictures shown) {
            pictures.add(shown.epoch());
        }
    }

    private static void train(Backend backend, TrainingListener listener) {
        Tiny.train(new Trainer(Tiny.options().epochs(3).build(), DATA), backend, listener);
    }

    /** There are 4 steps in an epoch. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aTrainLossThatIsNoNumberIsToldByItsStepEpochAndBatch(double loss) {
        Heard heard = new Heard();
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> train(FaultyBackend.training(6, loss), heard))
                .withMessage("step 6 (epoch 2, batch 2): the loss is %s: the reference finds all finite: the fault is the backend's; "
                        + "lower --learning-rate or raise --min-temperature; the checkpoint of step 4 is kept", loss);
        assertThat(heard.steps).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(heard.epochs).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aTestLossThatIsNoNumberIsToldByItsEpochAndNotReported(double loss) {
        Heard heard = new Heard();
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> train(FaultyBackend.evaluating(2, loss), heard))
                .withMessage("epoch 2: the test loss is %s; lower --learning-rate or raise --min-temperature", loss);
        assertThat(heard.epochs).containsExactly(1);
        assertThat(heard.pictures).containsExactly(1);
    }

    @Test
    void aTrainingThatDivergesEndsItsGatherer() throws InterruptedException {
        FaultyBackend backend = FaultyBackend.training(1, Double.NaN);
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> train(backend, new Heard()));
        assertNoGatherer();
    }

    @Test
    void anEvaluationThatFailsEndsItsGatherer() throws InterruptedException {
        FaultyBackend backend = new FaultyBackend((program, _) -> {
            if (program.name().startsWith("evaluate")) {
                throw new IllegalStateException("device lost");
            }
            return OptionalDouble.empty();
        });
        assertThatIllegalStateException().isThrownBy(() -> train(backend, new Heard())).withMessage("device lost");
        assertNoGatherer();
    }

    @Test
    void whatAListenerThrowsEndsTheTrainingAndIsPassedOn() throws InterruptedException {
        CancellationException enough = new CancellationException("enough");
        TrainingListener listener = new TrainingListener() {
            @Override
            public void logged(StepMetrics metrics) {
                throw enough;
            }
        };
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> train(Tiny.reference(), listener)).isSameAs(enough);
        assertNoGatherer();
    }

    private static void assertNoGatherer() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("batches")) {
                assertThat(thread.join(Duration.ofSeconds(10))).as("the gatherer has ended").isTrue();
            }
        }
    }
}
