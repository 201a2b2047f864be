package dev.gumbel.vae.train;

import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.io.FormatException;
import dev.gumbel.io.Safetensors;
import dev.gumbel.io.State;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a run's folder and is read again: weights and checkpoints, config.json, metrics.jsonl. */
class RunFuzzTest {
    private static final long MOST_BYTES = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    void tensors() throws IOException {
        fuzz("safetensors").quickly(folder.resolve("tensors"), tensorFiles(), Safetensors::readContents);
    }

    @Test
    @Tag("exhaustive")
    void tensorsAtLength() throws IOException {
        fuzz("safetensors").atLength(folder.resolve("tensors"), tensorFiles(), Safetensors::readContents);
    }

    @Test
    void configurations() throws IOException {
        fuzz("config.json").quickly(folder.resolve("config.json"), configurationFiles(), _ -> SavedRun.read(folder));
    }

    @Test
    @Tag("exhaustive")
    void configurationsAtLength() throws IOException {
        fuzz("config.json").atLength(folder.resolve("config.json"), configurationFiles(), _ -> SavedRun.read(folder));
    }

    @Test
    void metrics() throws IOException {
        fuzz("metrics.jsonl").quickly(folder.resolve("metrics.jsonl"), metricsFiles(), _ -> history());
    }

    @Test
    @Tag("exhaustive")
    void metricsAtLength() throws IOException {
        fuzz("metrics.jsonl").atLength(folder.resolve("metrics.jsonl"), metricsFiles(), _ -> history());
    }

    /** Of a folder that is a run's. */
    private History history() throws IOException {
        if (!Files.exists(folder.resolve("config.json"))) {
            Files.writeString(folder.resolve("config.json"), "{}");
        }
        return History.read(RunFiles.of(folder), "metrics.jsonl", 4, 4);
    }

    @Test
    void checkpoints() throws IOException {
        Path place = checkpoint();
        fuzz("checkpoint").quickly(place, List.of(Files.readAllBytes(place)), _ -> new CheckpointFiles(folder, "c").newest(_ -> {}));
    }

    @Test
    @Tag("exhaustive")
    void checkpointsAtLength() throws IOException {
        Path place = checkpoint();
        fuzz("checkpoint").atLength(place, List.of(Files.readAllBytes(place)), _ -> new CheckpointFiles(folder, "c").newest(_ -> {}));
    }

    private static Fuzz fuzz(String name) {
        return new Fuzz(name, MOST_BYTES, List.of(TrainingException.class, FormatException.class));
    }

    private Path checkpoint() throws IOException {
        Map<String, HostTensor> variables = Map.of("a", HostTensor.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f), "b", HostTensor.scalar(1));
        new CheckpointFiles(folder, "c").write(new Checkpoint(3, new MeanLosses(1, 2, 3, 4), 5, new State(variables, Map.of("adam.step", 3))));
        return folder.resolve("checkpoints/step-00000003.safetensors");
    }

    private List<byte[]> tensorFiles() throws IOException {
        Path file = folder.resolve("good");
        Safetensors.write(file, Map.of("a", HostTensor.of(Shape.of(2), 1f, 2f), "b", HostTensor.ids(Shape.of(3), 1, 2, 3)), Map.of("step", "7"));
        byte[] large = Files.readAllBytes(file);
        Safetensors.write(file, Map.of("a", HostTensor.scalar(1)));
        return List.of(large, Files.readAllBytes(file));
    }

    private List<byte[]> configurationFiles() throws IOException {
        RunConfig config = RunConfig.of("2026-11-24T12:00", List.of("train"), "article", Tiny.options().build(), 3,
                new RunConfig.BackendInfo("reference", "", "Java, double", "cpu", 0, KernelSource.FUSED, null), Tiny.data(47, 23),
                new RunConfig.Versions("0.1.0", "25", "Linux", "a processor", "processor 256 bits, JVM 256 bits"));
        Path run = folder.resolve("good");
        RunFolder.create(run, config).close();
        return List.of(Files.readAllBytes(run.resolve("config.json")));
    }

    private static List<byte[]> metricsFiles() {
        String step = "{\"type\":\"step\",\"epoch\":1,\"batch\":0,\"step\":0,\"loss\":5.0,\"temperature\":1.0}\n";
        String epoch = "{\"type\":\"epoch\",\"epoch\":1,\"trainLoss\":1.0,\"trainReconstruction\":1.0,\"trainKl\":0.0,\"testLoss\":1.0,"
                + "\"testReconstruction\":1.0,\"testKl\":0.0,\"temperature\":1.0,\"seconds\":1.0,\"stepMillisMedian\":null,"
                + "\"imagesPerSecond\":null}\n";
        return List.of((step + epoch).getBytes(StandardCharsets.UTF_8), (step + step).getBytes(StandardCharsets.UTF_8));
    }
}
