package dev.gumbel.vae.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.vae.compare.Agreement;
import dev.gumbel.vae.compare.BackendResult;
import dev.gumbel.vae.compare.BackendRun;
import dev.gumbel.vae.compare.Experiment;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.train.RunConfig;
import dev.gumbel.vae.train.TrainingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the same model from the same seed on several backends, each in a process of its own, and lays the results side by side. */
@Command(
        name = "compare",
        description = "Trains the same model from the same seed on several backends, each in a process of its own, and shows their losses, "
                + "differences, speed and memory side by side. Exit code 1 if they do not agree as the contract demands.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {
    /** What the others are compared with, whether it is asked for or not. */
    static final String REFERENCE = "reference";
    private static final int DISAGREEMENT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--backends", split = ",", paramLabel = "NAME",
            description = "The backends to compare (all that are built and usable); the reference always runs too, as what they are compared with.")
    private @Nullable List<String> backends;

    @Option(names = "--steps", defaultValue = "200", paramLabel = "N", description = "Steps of the free run (200).")
    private int steps;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Threads of each library; 0 leaves it to the library.")
    private int threads;

    @Option(names = "--kernels", defaultValue = BackendFlags.KERNELS, paramLabel = "NAME", description = BackendFlags.KERNELS_TEXT)
    private KernelSource kernels;

    @Mixin
    private DataFlags data;

    @Mixin
    private TrainingFlags flags;

    @Option(names = "--json", description = "Print the results as JSON on standard output, in place of the table.")
    private boolean json;

    @Option(names = "--only", hidden = true, description = "The one backend that this process runs.")
    private @Nullable String only;

    @Option(names = "--snapshots", hidden = true, description = "Where the reference leaves its state for the other processes.")
    private @Nullable Path snapshots;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrainingOptions options = flags.resolve();
        Dataset dataset = data.open();
        Experiment experiment = new Experiment(options, dataset.train(), steps);
        BackendFlags.check(threads, spec.commandLine());
        if (only != null && snapshots != null) {
            return runOne(experiment, only, snapshots);
        }
        return compare(experiment, dataset, chosen());
    }

    /** This process is one of those that {@link #compare} starts: it tells its progress and its result on standard output. */
    private int runOne(Experiment experiment, String name, Path folder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = BackendFlags.settings(threads, kernels);
        Backend backend = BackendFlags.provider(name, settings).create(settings);
        BackendRun run = new BackendRun(experiment, backend, folder, step -> out.println(BackendProcess.STEP + step));
        BackendResult result = name.equals(REFERENCE) ? run.asReference(name) : run.besideReference(name);
        out.println(JSON.writeValueAsString(result));
        return 0;
    }

    /** The names of the backends to compare, the reference last. */
    private List<String> chosen() {
        if (backends == null) {
            String left = BackendJvm.leftOut();
            if (!left.isEmpty()) {
                spec.commandLine().getErr().println(PlainWriter.oneLine("Left out: " + left));
            }
        }
        Stream<String> names = backends == null ? BackendJvm.startable() : backends.stream().map(name -> BackendJvm.startable(name).name());
        return Stream.concat(names.filter(name -> !name.equals(REFERENCE)).distinct(), Stream.of(REFERENCE)).toList();
    }

    private int compare(Experiment experiment, Dataset dataset, List<String> names) throws IOException, InterruptedException {
        if (spec.commandLine().getParseResult().hasMatchedOption("--kernels")) {
            // Not of the reference, which is part of every comparison.
            names.stream().filter(name -> !name.equals(REFERENCE))
                    .forEach(name -> BackendFlags.tellOfKernels(BackendJvm.startable(name), spec.commandLine()));
        }
        Path folder = Files.createTempDirectory("gumbel-compare");
        try {
            BackendProcess processes = new BackendProcess(spec.commandLine(), json, steps);
            // The reference first, for it leaves the state that the others begin their lock-steps from.
            BackendResult reference = processes.run(REFERENCE, arguments(dataset, REFERENCE, folder));
            List<BackendResult> others = new ArrayList<>();
            for (String name : names.subList(0, names.size() - 1)) {
                others.add(processes.run(name, arguments(dataset, name, folder)));
            }
            return report(experiment, reference, others);
        } finally {
            delete(folder);
        }
    }

    /** The options of this command as they were given, with the set that they came to, and what makes a process one of many. */
    private List<String> arguments(Dataset dataset, String name, Path folder) {
        List<String> arguments = new ArrayList<>(List.of("compare", "--only=" + name, "--snapshots=" + folder));
        spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !List.of("--backends", "--json", "--dataset").contains(option.longestName()))
                .forEach(option -> arguments.add(
                        option.arity().max() == 0 ? option.longestName() : option.longestName() + "=" + option.originalStringValues().getFirst()));
        if (!spec.commandLine().getParseResult().hasMatchedOption("--data")) {
            arguments.add("--dataset=" + dataset.name());
        }
        return arguments;
    }

    private int report(Experiment experiment, BackendResult reference, List<BackendResult> others) throws JsonProcessingException {
        List<String> breaches = Agreement.breaches(experiment, reference, others);
        List<BackendResult> all = Stream.concat(others.stream(), Stream.of(reference)).toList();
        RunConfig.Versions machine = MachineInfo.versions();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(new Report(all, breaches, machine)));
        } else {
            ComparisonTable.lines(experiment, reference, all).forEach(out::println);
            ComparisonTable.computing(all, machine).forEach(out::println);
            out.println(breaches.isEmpty() ? "They agree as the contract demands." : "They do not agree as the contract demands:");
            breaches.forEach(breach -> out.println("  " + breach));
        }
        return breaches.isEmpty() ? 0 : DISAGREEMENT;
    }

    /** What --json prints. */
    private record Report(List<BackendResult> results, List<String> breaches, RunConfig.Versions machine) {}

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
