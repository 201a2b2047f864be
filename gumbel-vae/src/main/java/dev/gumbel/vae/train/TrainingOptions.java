package dev.gumbel.vae.train;

import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.discrete.TemperatureSchedule;
import dev.gumbel.model.VaeShape;
import dev.gumbel.op.Activation;
import dev.gumbel.vae.data.ImageSet;
import java.util.List;

/**
 * Everything that decides what a training computes.
 *
 * @param hard straight-through samples in place of soft ones
 * @param logInterval batches between two metrics of steps
 */
public record TrainingOptions(
        int epochs, int batchSize, double learningRate, long seed, int latents, int categories, List<Integer> hidden, Activation logits,
        boolean hard, double temperature, double minTemperature, double annealRate, int logInterval) {

    private static final int MOST_LOGITS = 1 << 24;

    public TrainingOptions {
        hidden = List.copyOf(hidden);
        atLeast("--epochs", epochs, 1);
        atLeast("--batch-size", batchSize, 1);
        atLeast("--latents", latents, 1);
        atLeast("--categories", categories, 2);
        atLeast("--log-interval", logInterval, 1);
        hidden.forEach(width -> atLeast("--hidden", width, 1));
        if ((long) latents * categories > MOST_LOGITS) {
            throw new IllegalArgumentException("--latents: %d of %d categories make %d logits, expected at most %d; lower --latents or --categories"
                    .formatted(latents, categories, (long) latents * categories, MOST_LOGITS));
        }
        positive("--learning-rate", learningRate);
        positive("--temperature", temperature);
        positive("--min-temperature", minTemperature);
        if (!(annealRate >= 0 && Double.isFinite(annealRate))) {
            throw new IllegalArgumentException("--anneal-rate: %s, expected a finite number of at least 0".formatted(annealRate));
        }
        if (minTemperature > temperature) {
            throw new IllegalArgumentException("--min-temperature: %s is above --temperature %s; lower it".formatted(minTemperature, temperature));
        }
    }

    /** The article's experiment. */
    public static TrainingOptions article() {
        return new TrainingOptions(10, 100, 1e-3, 2020, 30, 10, List.of(512, 256), Activation.RELU, false, 1.0, 0.5, 3e-5, 10);
    }

    /** The same options with straight-through samples, or with soft ones. */
    public TrainingOptions withHard(boolean hard) {
        return new TrainingOptions(
                epochs, batchSize, learningRate, seed, latents, categories, hidden, logits, hard, temperature, minTemperature, annealRate,
                logInterval);
    }

    private static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("%s: %d, expected at least %d".formatted(option, value, least));
        }
    }

    private static void positive(String option, double value) {
        if (!(value > 0 && Double.isFinite((float) value) && (float) value > 0)) {
            throw new IllegalArgumentException("%s: %s, expected a finite number above 0".formatted(option, value));
        }
    }

    /**
     * Checks the options against the set they are to train on.
     *
     * @throws IllegalArgumentException if they do not fit
     */
    public void requireFits(ImageSet train) {
        if (batchSize > train.count()) {
            throw new IllegalArgumentException("--batch-size: %d, expected at most the %d training images".formatted(batchSize, train.count()));
        }
    }

    /** The model for images of so many pixels. */
    public VaeShape shape(int pixels) {
        return new VaeShape(pixels, hidden, latents, categories, logits);
    }

    TemperatureSchedule schedule() {
        return TemperatureSchedule.article(temperature, annealRate, minTemperature);
    }

    /** How the latents are sampled in training. */
    public GumbelSoftmax relaxation() {
        return hard ? GumbelSoftmax.hard() : GumbelSoftmax.soft();
    }
}
