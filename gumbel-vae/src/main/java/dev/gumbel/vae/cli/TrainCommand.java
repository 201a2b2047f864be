package dev.gumbel.vae.cli;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Session;
import dev.gumbel.vae.dashboard.Dashboard;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.report.LossChart;
import dev.gumbel.vae.report.PictureWriter;
import dev.gumbel.vae.report.ReportException;
import dev.gumbel.vae.report.ReportWriter;
import dev.gumbel.vae.train.Checkpoint;
import dev.gumbel.vae.train.LatentsFile;
import dev.gumbel.vae.train.RunConfig;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.SavedRun;
import dev.gumbel.vae.train.Trainer;
import dev.gumbel.vae.train.TrainingControl;
import dev.gumbel.vae.train.TrainingException;
import dev.gumbel.vae.train.TrainingListener;
import dev.gumbel.vae.train.TrainingOptions;
import dev.gumbel.vae.train.Views;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains the categorical VAE. */
@Command(
        name = "train",
        description = "Trains the categorical VAE on MNIST, on a data set in its form, or on digits that the program draws itself.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class TrainCommand implements Runnable {
    private static final String DASHBOARD_PORT = "7007";
    private static final int MOST_PORT = 65535;
    /** What the launcher tells of backends that may be faster than the default, and what each has to fetch; only where nobody has named one. */
    private static final String FASTER = "gumbel.faster";
    private static final List<String> WITH_RESUME = List.of(
            "--resume", "--checkpoint-every", "--json", "--dashboard", "--backend", "--device", "--threads", "--kernels", "--data", "--dataset",
            "--verbose");

    @Mixin
    private DataFlags data;

    @Mixin
    private BackendFlags backend;

    @Mixin
    private TrainingFlags flags;

    @Option(names = "--out", paramLabel = "DIR", description = "The run folder (default: runs/<date>-<dataset>-<backend>).")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "RUN",
            description = "Go on with the run in this folder after its last checkpoint, with its options; on its backend if no other is named.")
    private @Nullable Path resume;

    @Option(names = "--checkpoint-every", paramLabel = "N",
            description = "Steps between two checkpoints (500); there is one at each epoch's end too, and the last two are kept.")
    private @Nullable Integer checkpointEvery;

    @Option(names = "--json", description = "Print the metrics as JSON lines on standard output, in place of the progress bar.")
    private boolean json;

    @Option(names = "--dashboard", arity = "0..1", fallbackValue = DASHBOARD_PORT, paramLabel = "PORT",
            description = "Show the run in this machine's browsers while it trains, at http://127.0.0.1:PORT/ (${FALLBACK-VALUE}; 0: any free one).")
    private @Nullable Integer dashboard;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        backend.check();
        require(dashboard == null || dashboard >= 0 && dashboard <= MOST_PORT,
                "--dashboard: %s, expected a port from 0 to %d", String.valueOf(dashboard), MOST_PORT);
        require(checkpointEvery == null || checkpointEvery >= 1, "--checkpoint-every: %s, expected at least 1", String.valueOf(checkpointEvery));
        if (resume == null) {
            begin();
        } else {
            resume(resume);
        }
    }

    private void begin() {
        TrainingOptions options = flags.resolve();
        // What is cheap to refuse comes before what may be fetched.
        BackendProvider provider = backend.provider();
        Optional.ofNullable(out).ifPresent(this::requireFree);
        LocalDateTime started = LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS);
        int every = checkpointEvery == null ? Trainer.CHECKPOINT_EVERY : checkpointEvery;
        try (BackendFlags.Creation creation = backend.begin(provider)) {
            Dataset dataset = data.open();
            Trainer trainer = new Trainer(options, dataset, every);
            Path place = folder(started, dataset, provider);
            Backend chosen = creation.backend();
            RunConfig config = RunConfig.of(
                    started.toString(), spec.root().commandLine().getParseResult().originalArgs(), flags.preset().name(), options, every,
                    backendInfo(provider, chosen.capabilities()), dataset, data.isTransposed(), MachineInfo.versions());
            train(trainer, chosen, place, config);
        }
    }

    private void train(Trainer trainer, Backend chosen, Path place, RunConfig config) {
        TrainingControl control = new TrainingControl();
        // The session first: where there is not memory enough, no folder is left behind.
        try (Session session = trainer.open(chosen);
                @Nullable Dashboard shown = dashboard == null ? null : Dashboard.open(dashboard, place, control);
                RunFolder folder = RunFolder.create(place, config);
                Terminal terminal = Terminal.of(spec.commandLine(), json)) {
            Optional.ofNullable(System.getProperty(FASTER)).ifPresent(others -> terminal.say(
                    "Computing with %s, the default; %s may be faster on this machine".formatted(config.backend().name(), others)));
            terminal.begins(config, folder);
            trainer.run(session, listeners(folder, new LossChart(folder), terminal, shown), control);
            terminal.ends(folder);
        }
    }

    private void writeReport(RunFolder folder) {
        try {
            ReportWriter.write(folder);
        } catch (ReportException | TrainingException failure) {
            warn(String.valueOf(failure.getMessage()));
        }
    }

    private void warn(String line) {
        spec.commandLine().getErr().println("gumbel: " + PlainWriter.oneLine(line));
    }

    private void resume(Path place) {
        spec.commandLine().getParseResult().matchedOptions().stream().map(OptionSpec::longestName)
                .filter(name -> !WITH_RESUME.contains(name)).findFirst()
                .ifPresent(name -> require(false, "%s: a run that is resumed keeps its own; leave it out beside --resume", name));
        SavedRun run = SavedRun.read(place);
        BackendProvider provider = backend.provider(run.config().backend());
        try (RunFolder.Resumed resumed = RunFolder.resume(run, this::warn);
                Terminal terminal = Terminal.of(spec.commandLine(), json)) {
            RunFolder folder = resumed.folder();
            long step = resumed.checkpoint().map(Checkpoint::step).orElse(0L);
            if (step == run.steps() && resumed.unseen().isEmpty()) {
                // The page is the last that an epoch writes.
                writeReport(folder);
                terminal.finished(folder, run.config().options().epochs());
                return;
            }
            Dataset dataset = data.open(run);
            Trainer trainer = new Trainer(
                    run.config().options(), dataset, checkpointEvery == null ? run.config().checkpointEvery() : checkpointEvery);
            Backend chosen = backend.create(provider);
            TrainingControl control = new TrainingControl();
            try (Session session = trainer.open(chosen);
                    @Nullable Dashboard shown = dashboard == null ? null : Dashboard.open(dashboard, place, control)) {
                LossChart chart = new LossChart(folder);
                resumed.replay(chart);
                terminal.resumes(run.config(), backendInfo(provider, chosen.capabilities()), folder, step);
                tellOfHost(run.config().resumedAt(step), folder, terminal);
                TrainingListener listeners = listeners(folder, chart, terminal, shown);
                resumed.unseen().ifPresent(epoch -> trainer.viewAgain(session, resumed.checkpoint().orElseThrow(), epoch, listeners));
                trainer.run(session, resumed.checkpoint(), listeners, control);
                terminal.ends(folder);
            }
        }
    }

    /** Says in the terminal and in the run's configuration which steps of a run of old were computed otherwise than those to come. */
    private static void tellOfHost(RunConfig config, RunFolder folder, Terminal terminal) {
        config.backend().ofOld().ifPresent(line -> {
            folder.reconfigure(config);
            terminal.say(line);
        });
    }

    private TrainingListener listeners(RunFolder folder, LossChart chart, Terminal terminal, @Nullable Dashboard shown) {
        Views views = new Views(List.of(new LatentsFile(folder), new PictureWriter(folder), chart, new ReportWriter(folder)), this::warn);
        List<TrainingListener> listeners = new ArrayList<>(List.of(folder, views, terminal));
        if (shown != null) {
            terminal.say("Look on at " + shown.address());
            listeners.add(shown);
        }
        return TrainingListener.all(listeners);
    }

    private void requireFree(Path folder) {
        require(!folder.toString().isEmpty(), "--out: empty; name a folder");
        RunFolder.requireFree(folder);
    }

    private Path folder(LocalDateTime started, Dataset dataset, BackendProvider provider) {
        String date = started.format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
        return Optional.ofNullable(out).orElse(Path.of("runs", "%s-%s-%s".formatted(date, dataset.name(), provider.name())));
    }

    private RunConfig.BackendInfo backendInfo(BackendProvider provider, Capabilities capabilities) {
        return new RunConfig.BackendInfo(
                provider.name(), capabilities.version(), capabilities.computes(), capabilities.device(), backend.threads(), backend.kernels(), null);
    }

    private void require(boolean condition, String message, Object... arguments) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message.formatted(arguments));
        }
    }
}
