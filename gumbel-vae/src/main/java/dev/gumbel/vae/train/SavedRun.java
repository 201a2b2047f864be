package dev.gumbel.vae.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gumbel.backend.Settings.KernelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run on disk: what it was told to do. */
public record SavedRun(Path folder, RunConfig config) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "HOST";
    /** The backends of which it was true; others had kernels of their own. */
    private static final Set<String> WITH_HOST = Set.of("djl", "nd4j");

    /**
     * Reads a run's configuration.
     *
     * @throws TrainingException if the folder holds no run, or its configuration is none
     */
    public static SavedRun read(Path folder) {
        RunFiles files = RunFiles.of(folder);
        Path file = folder.resolve("config.json");
        try {
            JsonNode tree = JSON.readTree(files.config());
            translate(tree.path("backend"));
            @Nullable RunConfig config = JSON.treeToValue(tree, RunConfig.class);
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

    /** Gives a backend of a run of old the names of today: kernels that were called host are fused, and their products the library's. */
    private static void translate(JsonNode backend) {
        if (backend instanceof ObjectNode info && info.path("kernels").asText().equals(HOST)) {
            info.put("kernels", KernelSource.FUSED.name());
            if (WITH_HOST.contains(info.path("name").asText())) {
                info.put("hostUntilStep", RunConfig.BackendInfo.SO_FAR);
            }
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
