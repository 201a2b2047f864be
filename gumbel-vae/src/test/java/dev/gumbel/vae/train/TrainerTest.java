package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Dataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Dataset DATA = Tiny.data(47, 23);
    private static final int BATCHES = 4;

    /** Keeps all it hears. */
    private static final class Recorder implements TrainingListener {
        private final List<String> events = new ArrayList<>();
        private final List<StepMetrics> steps = new ArrayList<>();
        private final List<StepMetrics> logged = new ArrayList<>();
        private final List<EpochMetrics> epochs = new ArrayList<>();
        private final List<Pictures> pictures = new ArrayList<>();

        @Override
        public void epochBegins(int epoch, int batches) {
            events.add("begin " + epoch + " of " + batches);
        }

        @Override
        public void step(StepMetrics metrics) {
            events.add("step");
            steps.add(metrics);
        }

        @Override
        public void logged(StepMetrics metrics) {
            events.add("logged");
            logged.add(metrics);
        }

        @Override
        public void epoch(EpochMetrics metrics) {
            events.add("epoch");
            epochs.add(metrics);
        }

        @Override
        public void weights(Map<String, HostTensor> weights) {
            events.add("weights");
        }

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            events.add("checkpoint");
        }

        @Override
        public void pictures(Pictures pictures) {
            events.add("pictures");
            this.pictures.add(pictures);
        }

        @Override
        public void latents(Latents latents) {
            events.add("latents");
        }

        List<Double> losses() {
            return steps.stream().map(StepMetrics::loss).toList();
        }
    }

    private static Recorder train(Tiny tiny) {
        Recorder recorder = new Recorder();
        Tiny.train(new Trainer(tiny.build(), DATA), Tiny.reference(), recorder);
        return recorder;
    }

    /** What happens between steps counts too: a clock on the wall would see it. */
    @Test
    void imagesASecondAreImagesByTheClock() {
        List<EpochMetrics> epochs = new ArrayList<>();
        TrainingListener slow = new TrainingListener() {
            @Override
            public void step(StepMetrics metrics) {
                LockSupport.parkNanos(100_000_000);
            }

            @Override
            public void epoch(EpochMetrics metrics) {
                epochs.add(metrics);
            }
        };
        long begin = System.nanoTime();
        Tiny.train(new Trainer(Tiny.options().epochs(1).build(), DATA), Tiny.reference(), slow);
        double seconds = (System.nanoTime() - begin) / 1e9;
        assertThat(epochs.getFirst().imagesPerSecond()).isBetween(40 / seconds, 40 / 0.4);
    }

    /** What can be lost comes before what is only looked at. */
    @Test
    void tellsItsListenersEverythingInOrder() {
        assertThat(train(Tiny.options().epochs(2).logInterval(3)).events).containsExactly(
                "begin 1 of 4", "step", "logged", "step", "step", "step", "logged", "epoch", "weights", "checkpoint", "pictures", "latents",
                "begin 2 of 4", "step", "logged", "step", "step", "step", "logged", "epoch", "weights", "checkpoint", "pictures", "latents");
    }

    @Test
    void stepsAreCountedThroughTheTrainingBatchesThroughTheEpoch() {
        List<StepMetrics> steps = train(Tiny.options().epochs(2)).steps;
        assertThat(steps).extracting(StepMetrics::step).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(steps).extracting(StepMetrics::batch).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(steps).extracting(StepMetrics::epoch).containsExactly(1, 1, 1, 1, 2, 2, 2, 2);
    }

    @Test
    void theTemperatureBeginsAnewWithEachEpoch() {
        Recorder recorder = train(Tiny.options().epochs(2).annealRate(0.1));
        List<Double> epoch = List.of(1.0, 1.0, Math.exp(-0.1), Math.exp(-0.1));
        assertThat(recorder.steps.subList(0, BATCHES)).extracting(StepMetrics::temperature).isEqualTo(epoch);
        assertThat(recorder.steps.subList(BATCHES, 2 * BATCHES)).extracting(StepMetrics::temperature).isEqualTo(epoch);
        assertThat(recorder.epochs.getFirst().temperature()).isEqualTo(Math.exp(-0.1));
    }

    @Test
    void theTrainLossIsTheMeanOfItsSteps() {
        Recorder recorder = train(Tiny.options().epochs(2));
        double mean = recorder.losses().subList(BATCHES, 2 * BATCHES).stream().mapToDouble(loss -> loss).average().orElseThrow();
        EpochMetrics second = recorder.epochs.get(1);
        assertThat(second.trainLoss()).isCloseTo(mean, Percentage.withPercentage(1e-10));
        assertThat(second.trainReconstruction() + second.trainKl()).isCloseTo(mean, Percentage.withPercentage(1e-4));
    }

    @Test
    void learns() {
        Recorder recorder = train(Tiny.options().epochs(60));
        assertThat(recorder.epochs.getLast().trainLoss()).isLessThan(0.6 * recorder.losses().getFirst());
        assertThat(recorder.epochs.getLast().testLoss()).isLessThan(0.6 * recorder.losses().getFirst());
        assertThat(recorder.epochs.getLast().stepMillisMedian()).isPositive();
        assertThat(recorder.epochs.getFirst().stepMillisMedian()).isNull();
    }

    @Test
    void theSameSeedGivesTheSameLossesToTheLastBit() {
        Recorder first = train(Tiny.options());
        Recorder second = train(Tiny.options());
        assertThat(second.losses()).isEqualTo(first.losses());
        assertThat(second.epochs.getLast().testLoss()).isEqualTo(first.epochs.getLast().testLoss());
        assertThat(second.pictures.getLast().samples()).isDeepEqualTo(first.pictures.getLast().samples());
        assertThat(train(Tiny.options().seed(1)).losses()).isNotEqualTo(first.losses());
    }

    @Test
    void hardSamplesAreAnotherTraining() {
        assertThat(train(Tiny.options().hard()).losses()).isNotEqualTo(train(Tiny.options()).losses());
    }

    @Test
    void picturesShowTheFirstImagesOfEachSet() {
        Pictures pictures = train(Tiny.options().epochs(1)).pictures.getFirst();
        assertThat(pictures.epoch()).isEqualTo(1);
        assertThat(pictures.rows()).isEqualTo(6);
        assertThat(pictures.trainReconstructions()).hasDimensions(47, 36);
        assertThat(pictures.testReconstructions()).hasDimensions(8, 36);
        assertThat(pictures.samples()).hasDimensions(64, 36);
        assertThat(pictures.testOriginals()).hasDimensions(8, 36);
        IntStream.range(0, 8).forEach(i -> assertThat(pictures.testOriginals()[i][0]).isEqualTo(i / 255f));
        for (float[] image : pictures.samples()) {
            for (float grey : image) {
                assertThat(grey).isBetween(0f, 1f);
            }
        }
    }

    /** The hand-made images are of four classes in turn. */
    @Test
    void aReconstructionIsNearestToItsOwnClassOnceLearned() {
        Pictures pictures = train(Tiny.options().epochs(120)).pictures.getLast();
        for (int i = 0; i < 8; i++) {
            float[] reconstruction = pictures.testReconstructions()[i];
            int nearest = IntStream.range(0, 4).boxed()
                    .min(Comparator.comparingDouble(other -> distance(reconstruction, pictures.testOriginals()[other]))).orElseThrow();
            assertThat(nearest).as("image %d", i).isEqualTo(i % 4);
        }
    }

    private static double distance(float[] one, float[] other) {
        return IntStream.range(0, one.length).mapToDouble(i -> Math.pow(one[i] - other[i], 2)).sum();
    }

    @Test
    void aLossThatIsNotFiniteEndsTheTrainingNamingTheStep() {
        Recorder recorder = new Recorder();
        Trainer trainer = new Trainer(Tiny.options().learningRate(1e30).build(), DATA);
        assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> Tiny.train(trainer, Tiny.reference(), recorder))
                .withMessageMatching("step 1 \\(epoch 1, batch 1\\): the loss is (NaN|Infinity): op .* gives .*; lower --learning-rate.*");
        assertThat(recorder.losses()).hasSize(1).allMatch(Double::isFinite);
    }

    @Test
    void aBatchLargerThanTheSetIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Trainer(Tiny.options().batchSize(48).build(), DATA))
                .withMessage("--batch-size: 48, expected at most the 47 training images");
    }
}
