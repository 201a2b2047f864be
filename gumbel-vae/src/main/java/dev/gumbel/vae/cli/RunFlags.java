package dev.gumbel.vae.cli;

import dev.gumbel.backend.BackendProvider;
import dev.gumbel.vae.train.SavedRun;
import dev.gumbel.vae.trained.TrainedModel;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name a trained run, and what computes. */
final class RunFlags {
    @Option(names = "--run", required = true, paramLabel = "RUN", description = "The folder that a training wrote.")
    private Path run;

    @Mixin
    private BackendFlags backend;

    /**
     * The run.
     *
     * @throws dev.gumbel.vae.train.TrainingException if the folder holds none
     */
    SavedRun saved() {
        return SavedRun.read(run);
    }

    /**
     * The run's model, on the run's backend if no other is named.
     *
     * @throws dev.gumbel.vae.train.TrainingException if the run has no weights yet
     * @throws dev.gumbel.backend.BackendException if the backend cannot run here
     */
    TrainedModel model(SavedRun saved) {
        backend.check();
        BackendProvider provider = backend.provider(saved.config().backend());
        return new TrainedModel(saved, saved.config().data().pixels().count(), backend.create(provider));
    }
}
