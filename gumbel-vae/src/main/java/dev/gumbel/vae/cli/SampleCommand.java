package dev.gumbel.vae.cli;

import dev.gumbel.vae.report.ContactSheet;
import dev.gumbel.vae.train.RunConfig;
import dev.gumbel.vae.train.SavedRun;
import dev.gumbel.vae.trained.TrainedModel;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws digits that a trained model makes up. */
@Command(
        name = "sample",
        description = "Decodes codes drawn from the prior: digits that a trained model makes up, as a PNG.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class SampleCommand implements Runnable {
    private static final int MOST = 10_000;

    @Mixin
    private RunFlags run;

    @Option(names = "--count", defaultValue = "64", paramLabel = "N", description = "How many (64).")
    private int count;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Other digits for another seed (1).")
    private long seed;

    @Option(names = "--out", defaultValue = "samples.png", paramLabel = "FILE", description = "The PNG to write (samples.png).")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (count < 1 || count > MOST) {
            throw new ParameterException(spec.commandLine(), "--count: %d, expected 1 to %d".formatted(count, MOST));
        }
        SavedRun saved = run.saved();
        TrainedModel model = run.model(saved);
        RunConfig.Size size = saved.config().data().pixels();
        ContactSheet.write(out, model.sample(count, seed), size.rows(), size.columns(), (int) Math.ceil(Math.sqrt(count)));
        spec.commandLine().getErr().printf("%d samples in %s%n", count, out);
    }
}
