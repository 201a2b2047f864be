package dev.gumbel.vae.train;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.TemperatureSchedule;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Batches;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.data.ImageSet;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Mean losses over the whole test set: full batches, then one program of its own for what is left, so that the means are exact. */
public final class Evaluator {
    private final ImageSet images;
    private final TemperatureSchedule schedule;
    private final int[] sizes;
    private final Program[] programs;

    public Evaluator(CategoricalVae vae, TrainingOptions options, Dataset data) {
        this.images = data.test();
        this.schedule = options.schedule();
        int rest = images.count() % options.batchSize();
        this.sizes = Stream.of(options.batchSize(), rest).filter(size -> size > 0 && size <= images.count()).mapToInt(size -> size).toArray();
        this.programs = Arrays.stream(sizes).mapToObj(size -> vae.evaluate(size, options.relaxation())).toArray(Program[]::new);
    }

    /** What a session must hold to evaluate. */
    public Program[] programs() {
        return programs;
    }

    /** The noise of an epoch's evaluation is its own; the temperature follows the schedule over the evaluation's batches. */
    public MeanLosses evaluate(Session session, int epoch) {
        return evaluate(session, epoch, images -> {});
    }

    /**
     * As {@link #evaluate(Session, int)}.
     *
     * @param progress hears after each batch how many images more are done
     */
    public MeanLosses evaluate(Session session, int epoch, LongConsumer progress) {
        MeanLosses losses = new MeanLosses();
        HostTensor temperature = HostTensor.scalar(0);
        Feed feed = Feed.at(0).put(CategoricalVae.TEMPERATURE, temperature);
        int done = 0;
        int batch = 0;
        for (int i = 0; i < sizes.length; i++) {
            try (Batches batches = Batches.ordered(images, sizes[i], done)) {
                int count = i < sizes.length - 1 ? (images.count() - done) / sizes[i] : batches.count();
                for (int taken = 0; taken < count; taken++) {
                    temperature.set(0, schedule.at(batch, batch));
                    feed.step((long) epoch << 32 | batch).put(CategoricalVae.IMAGES, batches.next());
                    losses.add(session.run(programs[i], feed), sizes[i]);
                    batch++;
                    progress.accept(sizes[i]);
                }
                done += count * sizes[i];
            }
        }
        return losses;
    }

    /** All programs of one session. */
    static Program[] join(Program[]... parts) {
        return Stream.of(parts).flatMap(Arrays::stream).toArray(Program[]::new);
    }
}
