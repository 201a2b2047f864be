package dev.gumbel.vae.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A run on disk: what it was told to do. */
public record SavedRun(Path folder, RunConfig config) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a run's configuration.
     *
     * @throws TrainingException if the folder holds no run, or its configuration is none
     */
    public static SavedRun read(Path folder) {
        RunFiles files = RunFiles.of(folder);
        Path file = folder.resolve("config.json");
        try {
            @Nullable RunConfig config = JSON.readValue(files.config(), RunConfig.class);
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

    /** All steps of the whole training. */
    public long steps() {
        return (long) batchesPerEpoch() * config.options().epochs();
    }

    int batchesPerEpoch() {
        return config.data().train().images() / config.options().batchSize();
    }
}
