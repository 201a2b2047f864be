package dev.gumbel.vae.train;

import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.data.ImageSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * config.json: everything needed to repeat a run, and what it ran on.
 *
 * @param checkpointEvery steps between two checkpoints
 */
public record RunConfig(
        String started, List<String> commandLine, String preset, TrainingOptions options, int checkpointEvery, BackendInfo backend, DataInfo data,
        Versions versions) {

    /** What computed; a backend that has one kind of kernels takes those, whatever was asked for. */
    public record BackendInfo(String name, String version, String device, int threads, KernelSource kernels) {}

    /** Versions of what the numbers may depend on. */
    public record Versions(String gumbel, String java, String os, String cpu) {}

    /** What was trained on. */
    public record DataInfo(String name, String source, Part train, Part test) {
        static DataInfo of(Dataset data) {
            return new DataInfo(data.name(), data.source(), Part.of(data.train()), Part.of(data.test()));
        }
    }

    /** One set: how many images were used, and the SHA-256 of the unpacked files they came from. */
    public record Part(int images, String imagesSha256, String labelsSha256) {
        static Part of(ImageSet set) {
            return new Part(set.count(), set.imagesSha256(), set.labelsSha256());
        }
    }

    /** The configuration of a run on a set. */
    public static RunConfig of(
            String started, List<String> commandLine, String preset, TrainingOptions options, int checkpointEvery, BackendInfo backend,
            Dataset data, Versions versions) {
        return new RunConfig(started, commandLine, preset, options, checkpointEvery, backend, DataInfo.of(data), versions);
    }

    /**
     * Checks what was read from a file.
     *
     * @throws IllegalArgumentException if a part is missing or does not fit the others
     */
    void requireWhole() {
        requireThere("options", options, "backend", backend, "data", data, "commandLine", commandLine);
        requireThere("options.logits", options.logits(), "backend.name", backend.name(), "data.name", data.name(), "data.source", data.source(),
                "data.train", data.train(), "data.test", data.test());
        if (checkpointEvery < 1 || backend.threads() < 0 || data.train().images() < options.batchSize() || data.test().images() < 1) {
            throw new IllegalArgumentException("checkpointEvery, threads, batchSize or images are out of range");
        }
    }

    /** Looks at names and parts in turn, for a file may leave out what a program never does. */
    private static void requireThere(@Nullable Object... parts) {
        for (int i = 0; i < parts.length; i += 2) {
            if (parts[i + 1] == null) {
                throw new IllegalArgumentException(parts[i] + " is missing");
            }
        }
    }

    /** Whether its images came from a folder that {@code --data} named, and not from the cache or a network. */
    public boolean hadFolder() {
        return commandLine.stream().anyMatch(word -> word.equals("--data") || word.startsWith("--data="));
    }

    /**
     * Checks that images are those of this configuration.
     *
     * @throws TrainingException if they are others
     */
    public void requireTrainedOn(Dataset given) {
        DataInfo other = DataInfo.of(given);
        if (!other.train().equals(data.train()) || !other.test().equals(data.test())) {
            throw new TrainingException("--data: %s from %s holds other images than the run was trained on (%s from %s)".formatted(
                    given.name(), given.source(), data.name(), data.source()));
        }
    }
}
