package dev.gumbel.vae.train;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One line of metrics.jsonl for an epoch; losses are means over its images, in nats.
 *
 * @param epoch counted from 1
 * @param temperature of the epoch's last batch
 * @param seconds wall time of training and evaluation, pauses left out
 * @param stepMillisMedian median wall time from asking for a batch to its loss on the host, the first 20 steps of the run left out;
 *     null where there were no others
 * @param imagesPerSecond training images by wall time of training, with all that happens between steps, pauses left out; null in runs of old
 */
public record EpochMetrics(
        String type, int epoch, double trainLoss, double trainReconstruction, double trainKl, double testLoss, double testReconstruction,
        double testKl, double temperature, double seconds, @Nullable Double stepMillisMedian, @Nullable Double imagesPerSecond) {

    static EpochMetrics of(
            int epoch, MeanLosses train, MeanLosses test, double temperature, double seconds, double trainSeconds,
            OptionalDouble stepMillis) {
        @Nullable Double median = stepMillis.isPresent() ? stepMillis.getAsDouble() : null;
        return new EpochMetrics(
                "epoch", epoch, train.loss(), train.reconstruction(), train.kl(), test.loss(), test.reconstruction(), test.kl(),
                temperature, seconds, median, train.images() / trainSeconds);
    }
}
