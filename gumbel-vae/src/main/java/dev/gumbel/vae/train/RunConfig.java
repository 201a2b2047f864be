package dev.gumbel.vae.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.data.ImageSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * config.json: everything needed to repeat a run, and what it ran on.
 *
 * @param checkpointEvery steps between two checkpoints
 */
public record RunConfig(
        String started, List<String> commandLine, String preset, TrainingOptions options, int checkpointEvery, BackendInfo backend, DataInfo data,
        Versions versions) {

    /**
     * What computed; a backend that has one kind of kernels takes those, whatever was asked for.
     *
     * @param computes who computed what; null in runs of old
     * @param hostUntilStep the step up to which a run of old was computed with what was then called host kernels, null for any other run: they
     *     computed products in Java, and today's are the library's. {@link #SO_FAR} where the run has not gone on since
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record BackendInfo(
            String name, String version, @Nullable String computes, String device, int threads, KernelSource kernels, @Nullable Long hostUntilStep) {
        static final long SO_FAR = Long.MAX_VALUE;

        /** The same of a run that goes on after so many steps. */
        BackendInfo resumedAt(long step) {
            @Nullable Long host = hostUntilStep == null || step == 0 ? null : Long.valueOf(Math.min(hostUntilStep, step));
            return new BackendInfo(name, version, computes, device, threads, kernels, host);
        }

        /** A line on what its steps of old were computed with, if there are any. */
        public Optional<String> ofOld() {
            return Optional.ofNullable(hostUntilStep).map(step -> "kernels=host until step %d: products were computed in Java; ".formatted(step)
                    + "later steps may differ in bits from what they would have been");
        }
    }

    /**
     * Versions of what the numbers may depend on.
     *
     * @param vectors the lengths of the processor's and the JVM's; null in runs of old
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Versions(String gumbel, String java, String os, String cpu, @Nullable String vectors) {}

    /**
     * What was trained on.
     *
     * @param size of the images, null for the 28 x 28 of MNIST, which runs of old do not tell
     * @param transposed true where rows and columns were swapped, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DataInfo(String name, String source, Part train, Part test, @Nullable Size size, @Nullable Boolean transposed) {
        private static final Size USUAL = new Size(28, 28);

        static DataInfo of(Dataset data, boolean transposed) {
            Size size = new Size(data.train().rows(), data.train().columns());
            return new DataInfo(data.name(), data.source(), Part.of(data.train()), Part.of(data.test()), size.equals(USUAL) ? null : size,
                    transposed ? true : null);
        }

        /** The rows and columns of each image. */
        public Size pixels() {
            return size == null ? USUAL : size;
        }

        public boolean wasTransposed() {
            return transposed != null && transposed;
        }
    }

    /** Rows and columns of images. */
    public record Size(int rows, int columns) {
        /** All pixels of an image. */
        public int count() {
            return rows * columns;
        }
    }

    /** One set: how many images were used, and the SHA-256 of the unpacked files they came from. */
    public record Part(int images, String imagesSha256, String labelsSha256) {
        static Part of(ImageSet set) {
            return new Part(set.count(), set.imagesSha256(), set.labelsSha256());
        }
    }

    /** The configuration of a run on a set as it is. */
    public static RunConfig of(
            String started, List<String> commandLine, String preset, TrainingOptions options, int checkpointEvery, BackendInfo backend,
            Dataset data, Versions versions) {
        return of(started, commandLine, preset, options, checkpointEvery, backend, data, false, versions);
    }

    /**
     * The configuration of a run on a set.
     *
     * @param transposed whether rows and columns of its images were swapped
     */
    public static RunConfig of(
            String started, List<String> commandLine, String preset, TrainingOptions options, int checkpointEvery, BackendInfo backend,
            Dataset data, boolean transposed, Versions versions) {
        return new RunConfig(started, commandLine, preset, options, checkpointEvery, backend, DataInfo.of(data, transposed), versions);
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

    /** The configuration of this run where it goes on after so many steps. */
    public RunConfig resumedAt(long step) {
        return new RunConfig(started, commandLine, preset, options, checkpointEvery, backend.resumedAt(step), data, versions);
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
        DataInfo other = DataInfo.of(given, data.wasTransposed());
        if (!other.train().equals(data.train()) || !other.test().equals(data.test())) {
            throw new TrainingException("--data: %s from %s holds other images than the run was trained on (%s from %s)".formatted(
                    given.name(), given.source(), data.name(), data.source()));
        }
    }
}
