package dev.gumbel.vae.compare;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.Domain;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.train.StepFeeds;
import dev.gumbel.vae.train.StepTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One backend's part of a comparison, meant for a process that does nothing else. */
public final class BackendRun {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final Experiment experiment;
    private final Experiment.Programs programs;
    private final Backend backend;
    private final Path snapshots;
    private final IntConsumer progress;

    /**
     * A run that has not begun.
     *
     * @param snapshots the folder where the reference leaves its lock-steps, and the others find them
     * @param progress hears how many steps of the free run are done
     */
    public BackendRun(Experiment experiment, Backend backend, Path snapshots, IntConsumer progress) {
        this.experiment = experiment;
        this.programs = experiment.programs();
        this.backend = backend;
        this.snapshots = snapshots;
        this.progress = progress;
    }

    /**
     * Runs as the reference, which the others are compared with: leaves its lock-steps in the folder.
     *
     * @throws IOException if the folder cannot be written
     */
    public BackendResult asReference(String name) throws IOException {
        StepTimes times = new StepTimes(experiment.steps());
        List<Double> losses = freeRunWithSnapshots(times);
        return result(name, losses, times, peakKilobytes(), List.of());
    }

    /**
     * Runs beside the reference, which has run before.
     *
     * @throws IOException if the folder cannot be read
     */
    public BackendResult besideReference(String name) throws IOException {
        StepTimes times = new StepTimes(experiment.steps());
        List<Double> losses = freeRun(times);
        return result(name, losses, times, peakKilobytes(), lockSteps());
    }

    private BackendResult result(String name, List<Double> losses, StepTimes times, @Nullable Long peakKilobytes, List<LockStep> lockSteps) {
        Capabilities capabilities = backend.capabilities();
        OptionalDouble median = times.takeMedianMillis();
        return new BackendResult(
                name, capabilities.version(), capabilities.computes(), capabilities.device(), losses,
                median.isPresent() ? median.getAsDouble() : null, times.stepsPerSecond(), peakKilobytes, identicalNoise(), lockSteps);
    }

    /** As a user's training goes. */
    private List<Double> freeRun(StepTimes times) {
        List<Double> losses = new ArrayList<>();
        try (Session session = backend.open(experiment.options().seed(), programs.train());
                StepFeeds feeds = new StepFeeds(experiment.options(), experiment.images())) {
            for (int step = 0; step < experiment.steps(); step++) {
                long begin = System.nanoTime();
                losses.add(session.run(programs.train(), feeds.next()).get(CategoricalVae.LOSS).item());
                times.add(System.nanoTime() - begin);
                progress.accept(step + 1);
            }
        }
        return losses;
    }

    /** The reference is slow: one pass serves both. */
    private List<Double> freeRunWithSnapshots(StepTimes times) throws IOException {
        List<Integer> lockSteps = experiment.lockSteps();
        List<Double> losses = new ArrayList<>();
        try (Session session = backend.open(experiment.options().seed(), programs.all());
                StepFeeds feeds = new StepFeeds(experiment.options(), experiment.images())) {
            for (int step = 0; step <= Math.max(lockSteps.getLast(), experiment.steps() - 1); step++) {
                long begin = System.nanoTime();
                Feed feed = feeds.next();
                if (lockSteps.contains(step)) {
                    Snapshot snapshot = Snapshot.take(session, programs, feed);
                    snapshot.write(snapshots, step);
                    losses.add(snapshot.step().loss());
                } else {
                    losses.add(session.run(programs.train(), feed).get(CategoricalVae.LOSS).item());
                    times.add(System.nanoTime() - begin);
                }
                progress.accept(Math.min(step + 1, experiment.steps()));
            }
        }
        return List.copyOf(losses.subList(0, experiment.steps()));
    }

    private List<LockStep> lockSteps() throws IOException {
        List<LockStep> results = new ArrayList<>();
        List<Integer> lockSteps = experiment.lockSteps();
        try (Session session = backend.open(experiment.options().seed(), programs.all());
                StepFeeds feeds = new StepFeeds(experiment.options(), experiment.images())) {
            for (int step = 0; step <= lockSteps.getLast(); step++) {
                Feed feed = feeds.next();
                if (lockSteps.contains(step)) {
                    Snapshot expected = Snapshot.read(snapshots, step);
                    expected.step().restore(session);
                    results.add(expected.compare(step, Snapshot.take(session, programs, feed)));
                }
            }
        }
        return results;
    }

    /** Over the noise of the lock-steps. */
    private double identicalNoise() {
        long seed = experiment.options().seed();
        long equal = 0;
        long all = 0;
        try (Session session = backend.open(seed, programs.noise())) {
            for (int step : experiment.lockSteps()) {
                HostTensor drawn = session.run(programs.noise(), Feed.at(step)).get(Experiment.NOISE);
                NoiseDraws expected = new NoiseAddress(NoiseKind.GUMBEL, seed, Domain.TRAIN, "z", step).draws();
                for (long i = 0; i < drawn.shape().size(); i++) {
                    equal += Float.floatToRawIntBits((float) drawn.get(i)) == Float.floatToRawIntBits(expected.get(i)) ? 1 : 0;
                }
                all += drawn.shape().size();
            }
        }
        return (double) equal / all;
    }

    private static @Nullable Long peakKilobytes() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return null;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:")).map(line -> Long.valueOf(line.replaceAll("\\D", ""))).findFirst().orElse(null);
        }
    }
}
