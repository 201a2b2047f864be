package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Scripts read these lines: fields, their order and their form stay. */
class MetricsTest {
    private static final MeanLosses TRAIN = losses(198.5, 190.25, 8.25);
    private static final MeanLosses TEST = losses(150, 141, 9);

    @Test
    void aStepIsOneLine() {
        assertThat(RunFolder.line(new StepMetrics(2, 10, 610, 180.125, 0.997))).isEqualTo(
                "{\"type\":\"step\",\"epoch\":2,\"batch\":10,\"step\":610,\"loss\":180.125,\"temperature\":0.997}");
    }

    /** 100 images in 4 s of training are 25 images/s, whatever the median step took. */
    @Test
    void anEpochIsOneLine() {
        EpochMetrics epoch = EpochMetrics.of(3, TRAIN, TEST, 0.5, 7.5, 4, OptionalDouble.of(8));
        assertThat(RunFolder.line(epoch)).isEqualTo(
                "{\"type\":\"epoch\",\"epoch\":3,\"trainLoss\":198.5,\"trainReconstruction\":190.25,\"trainKl\":8.25,"
                        + "\"testLoss\":150.0,\"testReconstruction\":141.0,\"testKl\":9.0,\"temperature\":0.5,\"seconds\":7.5,"
                        + "\"stepMillisMedian\":8.0,\"imagesPerSecond\":25.0}");
    }

    @Test
    void aRunOfWarmUpStepsAloneHasNoStepTime() {
        EpochMetrics epoch = EpochMetrics.of(1, TRAIN, TEST, 1, 0.5, 0.4, OptionalDouble.empty());
        assertThat(RunFolder.line(epoch)).endsWith("\"seconds\":0.5,\"stepMillisMedian\":null,\"imagesPerSecond\":250.0}");
    }

    private static MeanLosses losses(double loss, double reconstruction, double kl) {
        MeanLosses losses = new MeanLosses();
        losses.add(new FixedResults(loss, reconstruction, kl), 100);
        return losses;
    }
}
