package dev.gumbel.vae.cli;

import dev.gumbel.vae.data.ImageSet;
import dev.gumbel.vae.train.RunConfig;
import dev.gumbel.vae.train.SavedRun;
import dev.gumbel.vae.trained.GreyImages;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that decide which images a trained model is given. */
final class ImageFlags {
    @Option(names = "--images", arity = "1..*", paramLabel = "FILE",
            description = "PNG files of the size of the run's images, light on dark, in place of the run's test set.")
    private @Nullable List<Path> images;

    @Option(names = "--count", paramLabel = "N", description = "At most N images of the test set, from its first on.")
    private @Nullable Integer count;

    @Mixin
    private DataFlags data;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * The images as rows of grey values.
     *
     * @param otherwise how many of the test set where nothing is said
     * @throws dev.gumbel.vae.data.DataException if they cannot be read
     */
    float[][] open(SavedRun run, int otherwise) {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count: %d, expected at least 1".formatted(count));
        }
        if (images != null) {
            if (count != null) {
                throw new ParameterException(spec.commandLine(), "--images names files and --count some of the test set; give one of them");
            }
            RunConfig.Size size = run.config().data().pixels();
            return GreyImages.read(images, size.rows(), size.columns());
        }
        ImageSet test = data.open(run).test();
        return test.toRows(count == null ? otherwise : count);
    }
}
