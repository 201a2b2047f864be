package dev.gumbel.vae.cli;

import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.vae.train.RunConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that decide what computes. */
final class BackendFlags {
    static final String KERNELS = "fused";
    static final String KERNELS_TEXT = "fused (the library's products, and one pass in Java where the library needs several) or library (every op "
            + "is the library's). Other backends than djl and nd4j have kernels of their own only.";

    @Option(names = "--backend", defaultValue = BackendLocator.AUTO, paramLabel = "NAME",
            description = "auto (the best usable one), or a name that 'gumbel backends' lists.")
    private String backend;

    @Option(names = "--device", defaultValue = "", paramLabel = "NAME",
            description = "A device that 'gumbel backends' lists for the backend; its first one if left out.")
    private String device;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Threads of the backend's library; 0 leaves it to the library.")
    private int threads;

    @Option(names = "--kernels", defaultValue = KERNELS, paramLabel = "NAME", description = KERNELS_TEXT)
    private KernelSource kernels;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    void check() {
        check(threads, spec.commandLine());
    }

    static void check(int threads, CommandLine command) {
        if (threads < 0) {
            throw new ParameterException(command, "--threads: %d, expected at least 0".formatted(threads));
        }
    }

    /**
     * The provider of the backend.
     *
     * @throws dev.gumbel.backend.BackendException if the name is unknown, or the backend cannot run here
     */
    BackendProvider provider() {
        return provider(backend, settings());
    }

    /**
     * The provider of a run's backend, with the run's kernels and number of threads, where the options name no others. Another backend takes its own
     * number of threads: not every one has a choice.
     *
     * @throws dev.gumbel.backend.BackendException if the name is unknown, or the backend cannot run here
     */
    BackendProvider provider(RunConfig.BackendInfo run) {
        BackendProvider provider = provider(isGiven("--backend") ? backend : run.name(), settings());
        if (!isGiven("--threads") && provider.name().equals(run.name())) {
            threads = run.threads();
        }
        if (!isGiven("--kernels")) {
            kernels = run.kernels();
        }
        return provider;
    }

    private boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    static BackendProvider provider(String name, Settings settings) {
        return BackendLocator.standard().provider(name, settings);
    }

    /**
     * The backend with the settings that the options name.
     *
     * @throws dev.gumbel.backend.BackendException if it cannot run with these
     */
    Backend create(BackendProvider provider) {
        if (isGiven("--kernels")) {
            tellOfKernels(provider, spec.commandLine());
        }
        return provider.create(settings());
    }

    private Settings settings() {
        return settings(threads, kernels).withDevice(device);
    }

    /** Begins to create the backend on another thread: its library takes seconds to load, in which images can be read. */
    Creation begin(BackendProvider provider) {
        return new Creation(CompletableFuture.supplyAsync(() -> create(provider)));
    }

    /** A backend that is being created. Closing waits until it is, whatever else has failed: a process must not end while a library loads. */
    record Creation(CompletableFuture<Backend> future) implements AutoCloseable {
        /**
         * The backend.
         *
         * @throws dev.gumbel.backend.BackendException if it cannot run with the settings
         */
        Backend backend() {
            try {
                return future.join();
            } catch (CompletionException failure) {
                switch (failure.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw failure;
                }
            }
        }

        @Override
        public void close() {
            future.exceptionally(_ -> null).join();
        }
    }

    /** Says so where the option makes no difference. */
    static void tellOfKernels(BackendProvider provider, CommandLine command) {
        if (!(provider.probe() instanceof Usable usable && usable.choosesKernels())) {
            command.getErr().printf("--kernels changes nothing: backend '%s' has kernels of its own only%n", provider.name());
        }
    }

    static Settings settings(int threads, KernelSource kernels) {
        return Settings.defaults().withThreads(threads).withKernels(kernels);
    }

    KernelSource kernels() {
        return kernels;
    }

    int threads() {
        return threads;
    }
}
