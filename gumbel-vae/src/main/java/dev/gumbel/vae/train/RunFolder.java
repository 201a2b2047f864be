package dev.gumbel.vae.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gumbel.io.State;
import dev.gumbel.tensor.HostTensor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a run leaves behind: config.json, metrics.jsonl, latents.jsonl, weights.safetensors, images/, checkpoints/. Readable at every moment, whenever
 * the process ends.
 */
public final class RunFolder implements TrainingListener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METRICS = "metrics.jsonl";
    private static final String PART = ".part";

    private final Path folder;
    private final BufferedWriter metrics;
    private final CheckpointFiles checkpoints;
    private final RunLock lock;

    private RunFolder(Path folder, BufferedWriter metrics, CheckpointFiles checkpoints, RunLock lock) {
        this.folder = folder;
        this.metrics = metrics;
        this.checkpoints = checkpoints;
        this.lock = lock;
    }

    /**
     * Makes the folder and writes config.json.
     *
     * @throws TrainingException if the folder holds a run already, or cannot be written
     */
    public static RunFolder create(Path folder, Object config) {
        requireFree(folder);
        try {
            Files.createDirectories(folder.resolve("images"));
            RunLock lock = RunLock.take(folder);
            try {
                // Again: another training may have begun and ended in between.
                requireFree(folder);
                CheckpointFiles checkpoints = new CheckpointFiles(folder, Configuration.of(config));
                RunFolder run = new RunFolder(folder, Files.newBufferedWriter(folder.resolve(METRICS)), checkpoints, lock);
                // Last, for a folder with a configuration holds a run.
                run.configure(config);
                return run;
            } catch (IOException | TrainingException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new TrainingException("--out: cannot write to %s (%s); name a folder you may write to".formatted(folder, failure), failure);
        }
    }

    /**
     * A run that goes on: its folder, and the checkpoint that it goes on from, if it has one.
     *
     * @param unseen the epoch that the checkpoint ends, where it was broken off before its pictures were drawn
     */
    public record Resumed(RunFolder folder, Optional<Checkpoint> checkpoint, History history, OptionalInt unseen) implements AutoCloseable {
        /** Tells a listener what it would have heard before the checkpoint. */
        public void replay(TrainingListener listener) {
            history.replay(listener);
        }

        @Override
        public void close() {
            folder.close();
        }
    }

    /**
     * Takes a run up again after its newest checkpoint: what metrics.jsonl holds of later steps is cut off, and what was half-written removed.
     *
     * @param warnings hears of a newer checkpoint that is damaged and passed over, of metrics that are gone, and of damaged lines of latents.jsonl
     * @throws TrainingException if another training is at work in it, its checkpoints are damaged, its configuration has been changed, or anything
     *     but folders and regular files lies in it
     */
    public static Resumed resume(SavedRun run, Consumer<String> warnings) {
        Path folder = run.folder();
        // Before anything is opened or written, the lock included.
        RunFiles files = RunFiles.of(folder);
        try {
            RunLock lock = RunLock.take(folder);
            try {
                return resume(run, files, lock, warnings);
            } catch (IOException | TrainingException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new TrainingException("--resume: cannot go on in %s (%s)".formatted(folder, failure), failure);
        }
    }

    private static Resumed resume(SavedRun run, RunFiles files, RunLock lock, Consumer<String> warnings) throws IOException {
        Path folder = run.folder();
        CheckpointFiles checkpoints = new CheckpointFiles(folder, Configuration.of(run.config()));
        Optional<Checkpoint> checkpoint = checkpoints.newest(warnings);
        long step = checkpoint.map(Checkpoint::step).orElse(0L);
        Path metrics = folder.resolve(METRICS);
        if (!files.has(METRICS)) {
            warnings.accept(metrics + " is gone: curves begin where this training goes on");
            Files.createFile(metrics);
        }
        History history = History.read(files, METRICS, step, run.batchesPerEpoch());
        replace(metrics, beside -> Files.write(beside, history.lines()));
        OptionalInt unseen = repairViews(files, step, run.batchesPerEpoch(), warnings);
        removeParts(folder);
        Files.createDirectories(folder.resolve("images"));
        BufferedWriter writer = Files.newBufferedWriter(metrics, StandardOpenOption.APPEND);
        return new Resumed(new RunFolder(folder, writer, checkpoints, lock), checkpoint, history, unseen);
    }

    /** The last of an epoch's views that are written one by one tells whether they are all there. */
    private static OptionalInt repairViews(RunFiles files, long step, int batchesPerEpoch, Consumer<String> warnings) throws IOException {
        int epochs = (int) (step / batchesPerEpoch);
        boolean has = LatentsFile.repair(files, epochs, warnings);
        boolean ended = epochs > 0 && step % batchesPerEpoch == 0;
        if (!ended || has && files.has("images/epoch-%03d-latents.png".formatted(epochs))) {
            return OptionalInt.empty();
        }
        LatentsFile.repair(files, epochs - 1L, warnings);
        return OptionalInt.of(epochs);
    }

    private static void removeParts(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path part : files.filter(file -> file.toString().endsWith(PART)).toList()) {
                Files.delete(part);
            }
        }
    }

    /**
     * Writes config.json anew.
     *
     * @throws TrainingException if it cannot be written
     */
    public void reconfigure(RunConfig config) {
        write(folder.resolve("config.json"), _ -> configure(config));
    }

    private void configure(Object config) throws IOException {
        String text = JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(config);
        replace(folder.resolve("config.json"), beside -> Files.writeString(beside, text + "\n"));
    }

    /**
     * Refuses a folder that holds a run, and a file in its place.
     *
     * @throws TrainingException if there is one
     */
    public static void requireFree(Path folder) {
        if (Files.isRegularFile(folder)) {
            throw new TrainingException("--out: %s is a file, expected a folder; name another".formatted(folder));
        }
        if (Files.exists(folder.resolve("config.json"))) {
            throw new TrainingException("--out: %s holds a run already; name another folder or remove it".formatted(folder));
        }
    }

    public Path path() {
        return folder;
    }

    /** Where an image of a run goes. */
    public Path image(String name) {
        return folder.resolve("images").resolve(name);
    }

    /** A line of metrics as JSON. */
    public static String line(Object record) {
        try {
            return JSON.writeValueAsString(record);
        } catch (IOException impossible) {
            throw new IllegalStateException("a record of numbers is JSON", impossible);
        }
    }

    @Override
    public void logged(StepMetrics step) {
        append(step);
    }

    @Override
    public void epoch(EpochMetrics epoch) {
        append(epoch);
    }

    @Override
    public void weights(Map<String, HostTensor> weights) {
        write(folder.resolve("weights.safetensors"), file -> replace(file, beside -> new State(weights, Map.of()).save(beside)));
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        // The metrics go into a file that may have been removed meanwhile, and no error tells of it.
        if (!Files.exists(folder.resolve("config.json"))) {
            throw new TrainingException("%s: the run has been removed from here; its training ends".formatted(folder));
        }
        try {
            checkpoints.write(checkpoint);
        } catch (IOException failure) {
            throw new TrainingException(
                    "%s: the checkpoint of step %d cannot be written (%s); the last one is kept: make room, then --resume".formatted(
                            folder, checkpoint.step(), failure), failure);
        }
    }

    /** Appends a line of metrics, handed to the operating system before this returns. */
    private void append(Object record) {
        write(folder.resolve(METRICS), _ -> {
            metrics.write(line(record) + "\n");
            metrics.flush();
        });
    }

    /** Writes or appends to a file of the run. */
    private static void write(Path file, Writer writer) {
        try {
            writer.write(file);
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be written (%s); --resume goes on from the last checkpoint".formatted(file, failure), failure);
        }
    }

    @Override
    public void close() {
        write(folder.resolve(METRICS), _ -> {
            metrics.close();
            lock.close();
        });
    }

    /** Writes a file. */
    @FunctionalInterface
    public interface Writer {
        void write(Path file) throws IOException;
    }

    /** Writes a file beside its place and moves it there, so that no one ever sees half of it. */
    public static void replace(Path file, Writer writer) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + PART);
        try {
            writer.write(beside);
        } catch (IOException failure) {
            Files.deleteIfExists(beside);
            throw failure;
        }
        try {
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
