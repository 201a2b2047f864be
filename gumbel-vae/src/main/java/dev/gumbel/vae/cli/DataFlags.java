package dev.gumbel.vae.cli;

import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.data.DatasetName;
import dev.gumbel.vae.data.DatasetStore;
import dev.gumbel.vae.download.Downloader;
import dev.gumbel.vae.train.RunConfig;
import dev.gumbel.vae.train.SavedRun;
import dev.gumbel.vae.train.TrainingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that decide which images are used. */
final class DataFlags {
    /** Knows the names as they are printed. */
    static final class DatasetNameConverter implements ITypeConverter<DatasetName> {
        @Override
        public DatasetName convert(String text) {
            return Stream.of(DatasetName.values()).filter(name -> name.toString().equalsIgnoreCase(text)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of %s but was '%s'".formatted(
                            Arrays.toString(DatasetName.values()), text)));
        }
    }

    @Option(names = "--dataset", defaultValue = "auto", paramLabel = "NAME", converter = DatasetNameConverter.class,
            description = "auto, mnist, fashion-mnist or glyphs: the two MNISTs are downloaded once and cached; glyphs are digits that the "
                    + "program draws itself; auto is MNIST where it can be had, else glyphs.")
    private DatasetName dataset;

    @Option(names = "--data", paramLabel = "DIR",
            description = "In place of --dataset: the folder with the four IDX files of MNIST or of a set in its form, plain or .gz, of any "
                    + "size; of several sets in it DIR/NAME names one.")
    private @Nullable Path data;

    @Option(names = "--transpose", description = "Swap rows and columns of each image: EMNIST's are stored so.")
    private boolean transpose;

    @Option(names = "--limit", paramLabel = "N", description = "Use at most N images of each set.")
    private @Nullable Integer limit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Opens the set that the options name; where AUTO came to glyphs, says so.
     *
     * @throws dev.gumbel.vae.data.DataException if it cannot be had
     */
    Dataset open() {
        require(limit == null || limit >= 1, "--limit: %s, expected at least 1", String.valueOf(limit));
        int most = limit == null ? Integer.MAX_VALUE : limit;
        if (data == null) {
            require(!transpose, "--transpose turns the images of --data; give it too, or leave this out");
            return named(most);
        }
        require(dataset == DatasetName.AUTO, "--data names a folder and --dataset %s a set; give one of them", dataset);
        require(!data.toString().isEmpty(), "--data: empty; give the folder with the four MNIST files");
        return turned(Dataset.folder(data)).limit(most);
    }

    /**
     * Opens the images of a run again: where the options say, else where the run had them from.
     *
     * @throws dev.gumbel.vae.data.DataException if they cannot be had
     * @throws dev.gumbel.vae.train.TrainingException if they are others, or the folder that they came from is gone
     */
    Dataset open(SavedRun saved) {
        require(limit == null, "--limit: a run's images are taken as it had them; leave it out");
        RunConfig run = saved.config();
        RunConfig.DataInfo info = run.data();
        require(!transpose || info.wasTransposed(), "--transpose: %s was trained on images as they are stored; leave it out", saved.folder());
        transpose = info.wasTransposed();
        limit = Math.max(info.train().images(), info.test().images());
        if (data == null && dataset == DatasetName.AUTO) {
            Optional<DatasetName> named = Stream.of(DatasetName.values()).filter(name -> name.toString().equals(info.name())).findFirst();
            if (Dataset.isAt(Path.of(info.source()))) {
                data = Path.of(info.source());
            } else if (run.hadFolder() || named.isEmpty()) {
                // What was not fetched then is not fetched now: another set may bear the name.
                throw new TrainingException("%s was trained on %s, which is gone; give --data the folder that holds these images now".formatted(
                        saved.folder(), info.source()));
            } else {
                dataset = named.get();
            }
        }
        Dataset opened = open();
        run.requireTrainedOn(opened);
        return opened;
    }

    boolean isTransposed() {
        return transpose;
    }

    private Dataset turned(Dataset read) {
        if (!transpose && read.name().toLowerCase(Locale.ROOT).contains("emnist")) {
            spec.commandLine().getErr().println(read.name() + ": EMNIST's images are stored with rows and columns swapped; --transpose turns them");
        }
        return transpose ? read.transposed() : read;
    }

    private Dataset named(int most) {
        CommandLine command = spec.commandLine();
        Dataset opened = new DatasetStore(System.getenv(), new Downloader(new DownloadBar(command.getErr()))).open(dataset, most);
        if (dataset == DatasetName.AUTO && opened.name().equals(DatasetName.GLYPHS.toString())) {
            command.getErr().println("NOT MNIST: training on glyphs, " + opened.source()
                    + ". For MNIST give --data the folder with its four files; --dataset glyphs does without this line.");
        }
        return opened;
    }

    private void require(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message.formatted(arguments));
        }
    }
}
