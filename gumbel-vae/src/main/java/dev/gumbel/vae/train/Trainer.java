package dev.gumbel.vae.train;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.TemperatureSchedule;
import dev.gumbel.graph.Program;
import dev.gumbel.io.State;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Trains the categorical VAE on a set: for each epoch all full batches in a new order, then the whole test set. */
public final class Trainer {
    /** Steps between two checkpoints where nothing else is said. */
    public static final int CHECKPOINT_EVERY = 500;
    private static final String ADVICE = "lower --learning-rate or raise --min-temperature";

    private final TrainingOptions options;
    private final Dataset data;
    private final TemperatureSchedule schedule;
    private final CategoricalVae vae;
    private final Program train;
    private final Evaluator evaluator;
    private final SampleRenderer painter;
    private final LatentProbe probe;
    private final StepTimes times;
    private final int batchesPerEpoch;
    private final int checkpointEvery;
    private Checkpoint good = new Checkpoint(0, new MeanLosses(), 0, new State(Map.of(), Map.of()));
    private TrainingControl control = new TrainingControl();
    private MeanLosses losses = new MeanLosses();
    private long begin;

    /**
     * A trainer that has not begun.
     *
     * @throws IllegalArgumentException if the options do not fit the set
     */
    public Trainer(TrainingOptions options, Dataset data) {
        this(options, data, CHECKPOINT_EVERY);
    }

    /**
     * A trainer that has not begun.
     *
     * @param checkpointEvery steps between two checkpoints, beside those at the end of each epoch
     * @throws IllegalArgumentException if the options do not fit the set
     */
    public Trainer(TrainingOptions options, Dataset data, int checkpointEvery) {
        if (checkpointEvery < 1) {
            throw new IllegalArgumentException("--checkpoint-every: %d, expected at least 1".formatted(checkpointEvery));
        }
        options.requireFits(data.train());
        this.options = options;
        this.data = data;
        this.schedule = options.schedule();
        this.vae = new CategoricalVae(options.shape(data.train().size()));
        this.train = vae.train(options.batchSize(), new Adam((float) options.learningRate()), options.relaxation());
        this.evaluator = new Evaluator(vae, options, data);
        this.painter = new SampleRenderer(vae, options, data);
        this.probe = new LatentProbe(vae, options, data);
        this.batchesPerEpoch = data.train().count() / options.batchSize();
        this.times = new StepTimes(batchesPerEpoch);
        this.checkpointEvery = checkpointEvery;
    }

    /** Compiles the programs and creates the weights; the caller closes the session. */
    public Session open(Backend backend) {
        return backend.open(options.seed(), Evaluator.join(new Program[] {train}, evaluator.programs(), painter.programs(), probe.programs()));
    }

    /**
     * Trains from the first epoch to the last.
     *
     * @param session what {@link #open} returned
     * @throws TrainingException if a loss or a weight stops being a finite number
     */
    public void run(Session session, TrainingListener listener) {
        run(session, listener, new TrainingControl());
    }

    /** As {@link #run(Session, TrainingListener)}, held by others meanwhile. */
    public void run(Session session, TrainingListener listener, TrainingControl control) {
        run(session, Optional.empty(), listener, control);
    }

    /**
     * Trains to the last epoch, held by others meanwhile; from a checkpoint as if it had never been interrupted.
     *
     * @param session what {@link #open} returned
     * @throws TrainingException if the checkpoint is of another model, or a loss or a weight stops being a finite number
     */
    public void run(Session session, Optional<Checkpoint> from, TrainingListener listener, TrainingControl held) {
        from.ifPresent(checkpoint -> checkpoint.restore(session));
        good = from.orElseGet(() -> Checkpoint.of(session, 0, new MeanLosses(), 0));
        control = held;
        try (StepFeeds feeds = new StepFeeds(options, data.train(), good.step())) {
            for (int epoch = (int) (good.step() / batchesPerEpoch) + 1; epoch <= options.epochs() && !control.isStopping(); epoch++) {
                listener.epochBegins(epoch, batchesPerEpoch);
                trainEpoch(session, feeds, listener);
                endEpoch(session, epoch, listener);
            }
        }
    }

    /** The steps of an epoch that the last checkpoint leaves to be done. */
    private void trainEpoch(Session session, StepFeeds feeds, TrainingListener listener) {
        losses = good.losses().copy();
        begin = now() - (long) (good.seconds() * 1e9);
        for (int batch = (int) (good.step() % batchesPerEpoch); batch < batchesPerEpoch; batch++) {
            control.awaitStep();
            long asked = System.nanoTime();
            double loss = losses.add(session.run(train, feeds.next()), options.batchSize());
            times.add(System.nanoTime() - asked);
            StepMetrics metrics = feeds.metrics(loss);
            report(session, metrics, listener);
            long done = metrics.step() + 1;
            // The epoch's own comes after its evaluation.
            if (done % checkpointEvery == 0 && batch + 1 < batchesPerEpoch) {
                good = checkpoint(session, done, losses, seconds());
                listener.checkpoint(good);
            }
        }
    }

    private void endEpoch(Session session, int epoch, TrainingListener listener) {
        long done = (long) epoch * batchesPerEpoch;
        double trainSeconds = seconds();
        OptionalDouble median = times.takeMedianMillis();
        Checkpoint end = checkpoint(session, done, new MeanLosses(), 0);
        MeanLosses testLosses = evaluator.evaluate(session, epoch);
        if (!Double.isFinite(testLosses.loss())) {
            throw new TrainingException("epoch %d: the test loss is %s; %s".formatted(epoch, testLosses.loss(), ADVICE));
        }
        listener.epoch(EpochMetrics.of(epoch, losses, testLosses, lastTemperature(), seconds(), trainSeconds, median));
        listener.weights(weights(end));
        good = end;
        listener.checkpoint(end);
        view(session, epoch, listener);
    }

    /** Comes after the checkpoint, so that nothing is lost by what is only looked at. */
    private void view(Session session, int epoch, TrainingListener listener) {
        listener.pictures(painter.paint(session, epoch, lastTemperature()));
        listener.latents(probe.probe(session, epoch));
    }

    private double lastTemperature() {
        return schedule.at(0, batchesPerEpoch - 1L);
    }

    /**
     * Shows again what an epoch ended with, for a training that was broken off after its checkpoint.
     *
     * @param session what {@link #open} returned
     * @throws TrainingException if the checkpoint is of another model
     */
    public void viewAgain(Session session, Checkpoint end, int epoch, TrainingListener listener) {
        end.restore(session);
        view(session, epoch, listener);
    }

    private double seconds() {
        return (now() - begin) / 1e9;
    }

    /** Nanoseconds that stand still while the training is paused. */
    private long now() {
        return System.nanoTime() - control.pausedNanos();
    }

    /** The present state, which is finite: what is not must never take the place of what is. */
    private Checkpoint checkpoint(Session session, long done, MeanLosses losses, double seconds) {
        Checkpoint checkpoint = Checkpoint.of(session, done, losses, seconds);
        Checkpoint.notFinite(checkpoint.state()).ifPresent(name -> {
            throw diverged(session, done - 1, "after step %d '%s' is not finite".formatted(done - 1, name));
        });
        return checkpoint;
    }

    private Map<String, HostTensor> weights(Checkpoint checkpoint) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        vae.variables().forEach(variable -> weights.put(variable.name(), checkpoint.state().variables().get(variable.name())));
        return weights;
    }

    private void report(Session session, StepMetrics metrics, TrainingListener listener) {
        if (!Double.isFinite(metrics.loss())) {
            throw diverged(session, metrics.step(), "step %d (epoch %d, batch %d): the loss is %s".formatted(
                    metrics.step(), metrics.epoch(), metrics.batch(), metrics.loss()));
        }
        listener.step(metrics);
        if (metrics.batch() % options.logInterval() == 0) {
            listener.logged(metrics);
        }
    }

    private TrainingException diverged(Session session, long step, String what) {
        String where = new FaultFinder(train, options, data.train()).find(session, good, step);
        String kept = good.step() == 0 ? "" : "; the checkpoint of step %d is kept".formatted(good.step());
        return new TrainingException("%s: %s; %s%s".formatted(what, where, ADVICE, kept));
    }
}
