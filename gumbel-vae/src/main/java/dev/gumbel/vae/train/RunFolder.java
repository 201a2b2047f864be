package dev.gumbel.vae.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gumbel.io.Safetensors;
import dev.gumbel.tensor.HostTensor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * What a run leaves behind: config.json, metrics.jsonl, latents.jsonl, weights.safetensors, images/. Readable at every moment, whenever the process
 * ends.
 */
public final class RunFolder implements TrainingListener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final BufferedWriter metrics;

    private RunFolder(Path folder, BufferedWriter metrics) {
        this.folder = folder;
        this.metrics = metrics;
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
            RunFolder run = new RunFolder(folder, Files.newBufferedWriter(folder.resolve("metrics.jsonl")));
            try {
                // Last, for a folder with a configuration holds a run.
                run.configure(config);
                return run;
            } catch (IOException failure) {
                run.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new TrainingException("--out: cannot write to %s (%s); name a folder you may write to".formatted(folder, failure), failure);
        }
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
        Path file = folder.resolve("weights.safetensors");
        try {
            replace(file, beside -> Safetensors.write(beside, weights));
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be written (%s)".formatted(file, failure), failure);
        }
    }

    @Override
    public void latents(Latents latents) {
        Path file = folder.resolve("latents.jsonl");
        try {
            Files.writeString(file, line(latents.use()) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be written (%s)".formatted(file, failure), failure);
        }
    }

    /** Appends a line of metrics, handed to the operating system before this returns. */
    private void append(Object record) {
        try {
            metrics.write(line(record));
            metrics.newLine();
            metrics.flush();
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot write metrics.jsonl (%s)".formatted(folder, failure), failure);
        }
    }

    @Override
    public void close() {
        try {
            metrics.close();
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot write metrics.jsonl (%s)".formatted(folder, failure), failure);
        }
    }

    /** Writes a file. */
    @FunctionalInterface
    public interface Writer {
        void write(Path file) throws IOException;
    }

    /** Writes a file beside its place and moves it there, so that no one ever sees half of it. */
    public static void replace(Path file, Writer writer) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
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
