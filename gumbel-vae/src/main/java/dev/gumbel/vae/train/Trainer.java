package dev.gumbel.vae.train;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.TemperatureSchedule;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Trains the categorical VAE on a set: for each epoch all full batches in a new order, then the whole test set. */
public final class Trainer {
    private final TrainingOptions options;
    private final Dataset data;
    private final TemperatureSchedule schedule;
    private final CategoricalVae vae;
    private final Program train;
    private final Evaluator evaluator;
    private final Painter painter;
    private final LatentProbe probe;
    private final StepTimes times;
    private final int batchesPerEpoch;

    /**
     * A trainer that has not begun.
     *
     * @throws IllegalArgumentException if the options do not fit the set
     */
    public Trainer(TrainingOptions options, Dataset data) {
        options.requireFits(data.train());
        this.options = options;
        this.data = data;
        this.schedule = options.schedule();
        this.vae = new CategoricalVae(options.shape(data.train().size()));
        this.train = vae.train(options.batchSize(), new Adam((float) options.learningRate()), options.relaxation());
        this.evaluator = new Evaluator(vae, options, data);
        this.painter = new Painter(vae, options, data);
        this.probe = new LatentProbe(vae, options, data);
        this.batchesPerEpoch = data.train().count() / options.batchSize();
        this.times = new StepTimes(batchesPerEpoch);
    }

    /** Compiles the programs and creates the weights; the caller closes the session. */
    public Session open(Backend backend) {
        return backend.open(options.seed(), Evaluator.join(new Program[] {train}, evaluator.programs(), painter.programs(), probe.programs()));
    }

    /**
     * Trains from the first epoch to the last.
     *
     * @param session what {@link #open} returned
     * @throws TrainingException if a loss stops being a finite number
     */
    public void run(Session session, TrainingListener listener) {
        run(session, listener, new TrainingControl());
    }

    /** As {@link #run(Session, TrainingListener)}, held by others meanwhile. */
    public void run(Session session, TrainingListener listener, TrainingControl control) {
        try (StepFeeds feeds = new StepFeeds(options, data.train())) {
            run(session, feeds, listener, control);
        }
    }

    private void run(Session session, StepFeeds feeds, TrainingListener listener, TrainingControl control) {
        for (int epoch = 1; epoch <= options.epochs() && !control.isStopping(); epoch++) {
            listener.epochBegins(epoch, batchesPerEpoch);
            long begin = System.nanoTime() - control.pausedNanos();
            Losses trainLosses = trainEpoch(session, feeds, listener, control);
            OptionalDouble median = times.takeMedianMillis();
            Losses testLosses = evaluator.evaluate(session, epoch);
            if (!Double.isFinite(testLosses.loss())) {
                throw diverged(testLosses.loss(), "epoch %d: the test loss".formatted(epoch));
            }
            double seconds = (System.nanoTime() - control.pausedNanos() - begin) / 1e9;
            double temperature = schedule.at(0, batchesPerEpoch - 1L);
            listener.epoch(EpochMetrics.of(epoch, trainLosses, testLosses, temperature, seconds, median, options.batchSize()));
            listener.pictures(painter.paint(session, epoch, temperature));
            listener.weights(weights(session));
            listener.latents(probe.probe(session, epoch));
        }
    }

    private Map<String, HostTensor> weights(Session session) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        vae.variables().forEach(variable -> weights.put(variable.name(), session.read(variable)));
        return weights;
    }

    private Losses trainEpoch(Session session, StepFeeds feeds, TrainingListener listener, TrainingControl control) {
        Losses losses = new Losses();
        for (int batch = 0; batch < batchesPerEpoch; batch++) {
            control.awaitStep();
            long begin = System.nanoTime();
            double loss = losses.add(session.run(train, feeds.next()), options.batchSize());
            times.add(System.nanoTime() - begin);
            report(feeds.metrics(loss), listener);
        }
        return losses;
    }

    private void report(StepMetrics metrics, TrainingListener listener) {
        if (!Double.isFinite(metrics.loss())) {
            throw diverged(metrics.loss(), "step %d (epoch %d, batch %d): the loss".formatted(metrics.step(), metrics.epoch(), metrics.batch()));
        }
        listener.step(metrics);
        if (metrics.batch() % options.logInterval() == 0) {
            listener.logged(metrics);
        }
    }

    private static TrainingException diverged(double loss, String what) {
        return new TrainingException("%s is %s; lower --learning-rate or raise --min-temperature".formatted(what, loss));
    }
}
