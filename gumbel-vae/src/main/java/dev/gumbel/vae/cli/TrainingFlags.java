package dev.gumbel.vae.cli;

import dev.gumbel.op.Activation;
import dev.gumbel.vae.train.TrainingOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that decide what a training computes; each one left out is the preset's. */
final class TrainingFlags {
    /** Named sets of options. */
    enum Preset {
        article;

        TrainingOptions options() {
            return switch (this) {
                case article -> TrainingOptions.article();
            };
        }
    }

    /** The activation of the encoder's last layer. */
    enum Logits {
        relu(Activation.RELU),
        linear(Activation.LINEAR);

        private final Activation activation;

        Logits(Activation activation) {
            this.activation = activation;
        }
    }

    /** Layer widths separated by commas. */
    record Widths(List<Integer> values) {}

    /** Refuses empty parts, which picocli's own splitting drops. */
    static final class WidthsConverter implements ITypeConverter<Widths> {
        @Override
        public Widths convert(String text) {
            try {
                return new Widths(Arrays.stream(text.split(",", -1)).map(String::strip).map(Integer::valueOf).toList());
            } catch (NumberFormatException wrong) {
                throw new TypeConversionException("'%s' is not a list of whole numbers such as 512,256".formatted(text));
            }
        }
    }

    @Option(names = "--preset", defaultValue = "article", paramLabel = "NAME",
            description = "Where options come from that are not given: ${COMPLETION-CANDIDATES}.")
    private Preset preset;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training set (10).")
    private @Nullable Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images of a step (100).")
    private @Nullable Integer batchSize;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Adam's learning rate (1e-3).")
    private @Nullable Double learningRate;

    @Option(names = "--seed", paramLabel = "N", description = "What all random numbers are addressed by (2020).")
    private @Nullable Long seed;

    @Option(names = "--latents", paramLabel = "N", description = "Categorical latent variables (30).")
    private @Nullable Integer latents;

    @Option(names = "--categories", paramLabel = "N", description = "Classes of each latent (10).")
    private @Nullable Integer categories;

    @Option(names = "--hidden", converter = WidthsConverter.class, paramLabel = "N,N,...",
            description = "Widths of the encoder's hidden layers (512,256); the decoder mirrors them.")
    private @Nullable Widths hidden;

    @Option(names = "--logits", paramLabel = "NAME", description = "Activation of the encoder's last layer: ${COMPLETION-CANDIDATES} (relu).")
    private @Nullable Logits logits;

    @Option(names = "--hard", description = "Straight-through: one-hot samples forward, the soft sample's gradient back.")
    private boolean hard;

    @Option(names = "--temperature", paramLabel = "X", description = "Temperature at the start of each epoch (1.0).")
    private @Nullable Double temperature;

    @Option(names = "--min-temperature", paramLabel = "X", description = "The temperature's floor (0.5).")
    private @Nullable Double minTemperature;

    @Option(names = "--anneal-rate", paramLabel = "X", description = "Every 100 batches i the temperature is multiplied by exp(-X i) (3e-5).")
    private @Nullable Double annealRate;

    @Option(names = "--log-interval", paramLabel = "N", description = "Batches between two lines of metrics (10).")
    private @Nullable Integer logInterval;

    Preset preset() {
        return preset;
    }

    /**
     * The preset's options, overridden by those given.
     *
     * @throws IllegalArgumentException if one is outside its range
     */
    TrainingOptions resolve() {
        TrainingOptions base = preset.options();
        return new TrainingOptions(
                or(epochs, base.epochs()), or(batchSize, base.batchSize()), or(learningRate, base.learningRate()), or(seed, base.seed()),
                or(latents, base.latents()), or(categories, base.categories()), hidden == null ? base.hidden() : hidden.values(),
                Optional.ofNullable(logits).map(given -> given.activation).orElse(base.logits()),
                hard || base.hard(), or(temperature, base.temperature()), or(minTemperature, base.minTemperature()),
                or(annealRate, base.annealRate()), or(logInterval, base.logInterval()));
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
