package dev.gumbel.bench.cli;

import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.bench.result.Comparison;
import dev.gumbel.bench.result.Comparison.Change;
import dev.gumbel.bench.result.Results;
import dev.gumbel.bench.result.ResultsFile;
import dev.gumbel.bench.run.Effort;
import dev.gumbel.bench.run.Memory;
import dev.gumbel.bench.subject.Subjects;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Workload;
import dev.gumbel.vae.cli.AddedCommand;
import dev.gumbel.vae.cli.BackendJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures backends, users of the same libraries, and the floor; or compares two such measurements. */
@Command(
        name = "bench",
        description = "Measures each backend, the same work written as users of its library write it, and the floor (the library's matrix products, "
                + "or their multiply-adds in Java's registers, plus one pass over Adam's bytes), each in processes of their own that take turns on "
                + "the same cores. Leaves a table, results.json and bench.html.",
        sortOptions = false)
public final class BenchCommand implements AddedCommand, Runnable {
    private static final List<String> MEASURED = List.of("java", "djl", "nd4j");
    private static final List<String> SCALED = List.of("java", "djl");
    private static final Duration QUICK_LIMIT = Duration.ofSeconds(230);
    /** A warm-up in rounds; a longer one follows where the JIT compiler asks for it. */
    private static final long WARM_ROUNDS = 4;
    private static final Duration NO_LIMIT = Duration.ofDays(30);

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help message and exit.")
    private boolean help;

    @Option(names = "--quick", description = "A few cases only, over within 5 minutes without --forks; spreads are wide.")
    private boolean quick;

    @Option(names = "--backends", split = ",", paramLabel = "NAME",
            description = "The backends to measure (java,djl,nd4j; tornado and reference where they are named), each with its floor and peers.")
    private @Nullable List<String> backends;

    @Option(names = "--kernels", split = ",", paramLabel = "NAME",
            description = "On djl and nd4j: fused (the library's products, one pass in Java where the library needs several), library (every op), "
                    + "or both (fused,library). Other backends have no choice and are measured once.")
    private @Nullable List<KernelSource> kernels;

    @Option(names = "--threads", split = ",", defaultValue = "1", paramLabel = "N", description = "Threads of each library (1); such as 1,2.")
    private List<Integer> threads;

    @Option(names = "--workloads", split = ",", paramLabel = "NAME",
            description = "What to measure (all): train, evaluate, first, open, soft, hard, soft-gradient, hard-gradient, noise, product, linear, "
                    + "adam.")
    private @Nullable List<String> workloads;

    @Option(names = "--scaling",
            description = "What a second thread is worth, on java and djl/fused or those of --backends and --kernels: a training step of 100 images "
                    + "in one thread (t1), in two processes of one thread at once (g: their throughput by that of one), and in two threads (t2). "
                    + "Prints a table; needs two cores.")
    private boolean scaling;

    @Option(names = "--forks", paramLabel = "N", description = "JVMs of each subject (5; quick: 2).")
    private @Nullable Integer forks;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each case in each JVM (5; quick: 3).")
    private @Nullable Integer rounds;

    @Option(names = "--millis", paramLabel = "N", description = "Milliseconds of a round (200; quick: 100), thrice that of a training step's.")
    private @Nullable Integer millis;

    @Option(names = "--memory", defaultValue = "kept", paramLabel = "WHAT",
            description = "kept (the C library of all JVMs keeps memory that is freed, as Gumbel's DJL backend asks it to) or own (as users of a "
                    + "library find it: fresh pages for large arrays).")
    private Memory memory;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write (bench/ and the time).")
    private @Nullable Path out;

    @Option(names = "--compare", arity = "2", paramLabel = "FILE",
            description = "Measure nothing: tell what became slower or faster, beyond the noise, from one results.json to another.")
    private @Nullable List<Path> compare;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (compare != null) {
            Results before = ResultsFile.read(compare.get(0));
            Results after = ResultsFile.read(compare.get(1));
            Comparison.warnings(before, after).forEach(spec.commandLine().getErr()::println);
            List<Change> changes = Comparison.of(before, after);
            Comparison.lines(changes).forEach(spec.commandLine().getOut()::println);
            return;
        }
        threads.forEach(count -> require(count >= 1, "--threads: %d, expected at least 1".formatted(count)));
        long roundMillis = or(millis, quick ? 100 : 200);
        Effort effort = new Effort(or(forks, quick ? 2 : 5), or(rounds, quick ? 3 : 5), WARM_ROUNDS * roundMillis, roundMillis,
                quick && forks == null ? QUICK_LIMIT : NO_LIMIT);
        if (scaling) {
            require(workloads == null && out == null, "--scaling: measures one workload and leaves no files; drop --workloads and --out");
            new MeasuringScaling(spec.commandLine(), effort, memory).of(Subjects.backends(chosen(SCALED), kernels(KernelSource.FUSED)).toList());
            return;
        }
        List<Subject> subjects = Subjects.of(chosen(MEASURED), kernels(KernelSource.FUSED, KernelSource.LIBRARY));
        new Measuring(spec, subjects, cases(), threads.stream().distinct().toList(), effort, memory).into(folder());
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private List<KernelSource> kernels(KernelSource... otherwise) {
        return kernels == null ? List.of(otherwise) : kernels.stream().distinct().toList();
    }

    private List<String> chosen(List<String> otherwise) {
        if (backends == null) {
            List<String> usable = BackendLocator.standard().providers().stream().filter(provider -> provider.probe() instanceof Usable)
                    .map(BackendProvider::name).toList();
            return otherwise.stream().filter(usable::contains).toList();
        }
        return backends.stream().map(name -> BackendJvm.startable(name).name()).distinct().toList();
    }

    private List<Case> cases() {
        List<Workload> chosen = workloads == null ? List.of(Workload.values()) : workloads.stream().map(this::workload).distinct().toList();
        List<Case> cases = chosen.stream().filter(workload -> workload != Workload.FIRST)
                .flatMap(workload -> workload.sizes(quick).stream().map(size -> new Case(workload, size))).toList();
        require(!cases.isEmpty() || chosen.contains(Workload.FIRST), "--workloads: --quick leaves these out; name others or drop --quick");
        return cases;
    }

    private Workload workload(String word) {
        require(Workload.words().contains(word), "--workloads: no '%s', there is %s".formatted(word, String.join(", ", Workload.words())));
        return Workload.of(word);
    }

    private Path folder() {
        Path folder = out == null ? Path.of("bench", LocalDateTime.now().format(DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss"))) : out;
        require(!folder.toString().isEmpty(), "--out: empty; name a folder");
        require(!Files.isRegularFile(folder), "--out: %s is a file, expected a folder; name another".formatted(folder));
        require(!Files.exists(folder.resolve(Measuring.RESULTS)),
                "--out: %s holds results already; name another folder or remove it".formatted(folder));
        return folder;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
