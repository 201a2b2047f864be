package dev.gumbel.vae.train;

import dev.gumbel.backend.Feed;
import dev.gumbel.discrete.TemperatureSchedule;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Batches;
import dev.gumbel.vae.data.ImageSet;

/** What each training step is given, in order, epoch after epoch: the next batch of the epoch's shuffle, and the temperature. */
public final class StepFeeds implements AutoCloseable {
    private final TrainingOptions options;
    private final ImageSet images;
    private final TemperatureSchedule schedule;
    private final HostTensor temperature = HostTensor.scalar(0);
    private final Feed feed = Feed.at(0).put(CategoricalVae.TEMPERATURE, temperature);
    private Batches batches;
    private int epoch;
    private int batch;
    private long step;
    private double now;

    /**
     * Begins before the first step.
     *
     * @throws IllegalArgumentException if the options do not fit the images
     */
    public StepFeeds(TrainingOptions options, ImageSet images) {
        this(options, images, 0);
    }

    /** Begins before a step, counted from 0. */
    StepFeeds(TrainingOptions options, ImageSet images, long step) {
        options.requireFits(images);
        this.options = options;
        this.images = images;
        this.schedule = options.schedule();
        this.step = step;
        int batchesPerEpoch = images.count() / options.batchSize();
        this.epoch = Math.toIntExact(step / batchesPerEpoch + 1);
        this.batch = (int) (step % batchesPerEpoch);
        this.batches = shuffled();
    }

    private Batches shuffled() {
        return Batches.shuffled(images, options.batchSize(), options.seed(), epoch, batch);
    }

    /** The feed of the next step, valid until this is called again. */
    public Feed next() {
        if (batch == batches.count()) {
            batches.close();
            epoch++;
            batch = 0;
            batches = shuffled();
        }
        now = schedule.at(step, batch);
        temperature.set(0, now);
        feed.step(step).put(CategoricalVae.IMAGES, batches.next());
        step++;
        batch++;
        return feed;
    }

    /** What there is to say of the latest step, whose loss is given. */
    StepMetrics metrics(double loss) {
        return new StepMetrics(epoch, batch - 1, step - 1, loss, now);
    }

    @Override
    public void close() {
        batches.close();
    }
}
