package dev.gumbel.vae.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A run on disk: what it was told to do. */
public record SavedRun(Path folder, RunConfig config) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Far more than a configuration needs. */
    private static final long MOST_BYTES = 1 << 20;

    /**
     * Reads a run's configuration.
     *
     * @throws TrainingException if the folder holds no run, or its configuration is none
     */
    public static SavedRun read(Path folder) {
        Path file = configuration(folder);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new TrainingException("%s: %d bytes, far more than a configuration; is it another file?".formatted(file, Files.size(file)));
            }
            @Nullable RunConfig config = JSON.readValue(Files.readAllBytes(file), RunConfig.class);
            // The word null is JSON too.
            if (config == null) {
                throw new IllegalArgumentException("null");
            }
            config.requireWhole();
            return new SavedRun(folder, config);
        } catch (JsonProcessingException | IllegalArgumentException wrong) {
            throw new TrainingException("%s: is no configuration of a run (%s); undo what was changed in it".formatted(
                    file, String.valueOf(wrong.getMessage()).lines().findFirst().orElse("")), wrong);
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be read (%s)".formatted(file, failure), failure);
        }
    }

    /**
     * The file that makes a folder a run's.
     *
     * @throws TrainingException if the folder holds none
     */
    public static Path configuration(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException(Files.exists(folder)
                    ? "%s: is a file, expected a run's folder".formatted(folder) : "%s: no such folder; name a run's".formatted(folder));
        }
        Path file = folder.resolve("config.json");
        if (!Files.exists(file)) {
            throw new TrainingException("%s: holds no run: no config.json".formatted(folder));
        }
        return file;
    }

    /** All steps of the whole training. */
    public long steps() {
        return (long) batchesPerEpoch() * config.options().epochs();
    }

    int batchesPerEpoch() {
        return config.data().train().images() / config.options().batchSize();
    }
}
