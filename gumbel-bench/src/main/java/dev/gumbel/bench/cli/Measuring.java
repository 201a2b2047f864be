package dev.gumbel.bench.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.gumbel.bench.page.BenchPage;
import dev.gumbel.bench.result.Disturbance;
import dev.gumbel.bench.result.Results;
import dev.gumbel.bench.result.ResultsFile;
import dev.gumbel.bench.result.Table;
import dev.gumbel.bench.run.Effort;
import dev.gumbel.bench.run.Memory;
import dev.gumbel.bench.run.Runner;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.vae.cli.MachineInfo;
import dev.gumbel.vae.cli.Terminal;
import dev.gumbel.vae.train.RunConfig.Versions;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** One benchmark run as a person sees it: what is measured now, and at the end a table, results.json and bench.html. */
final class Measuring {
    static final String RESULTS = "results.json";
    private static final String PAGE = "bench.html";
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final CommandSpec spec;
    private final PrintWriter err;
    private final Effort effort;
    private final Memory memory;
    private final List<Integer> threads;
    private final int subjects;
    private final Runner runner;
    private final String begun = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
    private final double loadBefore = load();
    private @Nullable ProgressBar bar;

    Measuring(CommandSpec spec, List<Subject> subjects, List<Case> cases, List<Integer> threads, Effort effort, Memory memory) {
        this.spec = spec;
        this.err = spec.commandLine().getErr();
        this.effort = effort;
        this.memory = memory;
        this.threads = threads;
        this.subjects = subjects.size();
        this.runner = new Runner(subjects, cases, threads, effort, memory, this::next);
    }

    /**
     * Measures, and writes into a folder, which is made.
     *
     * @throws IllegalArgumentException if it cannot be written to
     * @throws dev.gumbel.backend.BackendException if a subject fails
     */
    void into(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new IllegalArgumentException("--out: cannot write to %s (%s); name a folder you may write to".formatted(folder, failure), failure);
        }
        double minutes = Math.min(runner.planned(), effort.limit().toMillis()) / 60_000.0;
        err.println("Measuring %d subjects, %s; about %.0f minutes where the machine has nothing else to do. Everything goes to %s".formatted(
                subjects, runner.pinning(), Math.max(1, minutes), folder));
        String busy = Disturbance.line(results());
        if (!busy.isEmpty()) {
            err.println(busy);
        }
        try (ProgressBar shown = Terminal.isInteractive() ? progress() : null) {
            bar = shown;
            runner.run(() -> write(folder));
        }
        if (runner.forks() < effort.forks()) {
            err.println("There was time for %d of %d JVMs of each subject: the machine is slow or busy; a full run takes its time".formatted(
                    runner.forks(), effort.forks()));
        }
        Table.lines(results()).forEach(spec.commandLine().getOut()::println);
        err.println("Look at " + folder.resolve(PAGE) + "; raw numbers are in " + folder.resolve(RESULTS));
    }

    private ProgressBar progress() {
        return new ProgressBarBuilder().setTaskName("bench").setInitialMax(runner.units()).setStyle(Terminal.BAR_STYLE).setUpdateIntervalMillis(200)
                .build();
    }

    private void next(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
            bar.step();
        } else {
            err.println(what);
        }
    }

    private void write(Path folder) {
        Results results = results();
        ResultsFile.write(folder.resolve(RESULTS), ResultsFile.json(results));
        ResultsFile.write(folder.resolve(PAGE), BenchPage.of(results));
    }

    /** The system's load average of one minute. */
    static double load() {
        return SYSTEM.getSystemLoadAverage();
    }

    /** This machine, and its load now. */
    static Results.Machine machine(String pinning, double loadBefore) {
        Versions versions = MachineInfo.versions();
        return new Results.Machine(versions.cpu(), Runtime.getRuntime().availableProcessors(), MachineInfo.processorVectorBits().orElse(0),
                SYSTEM.getTotalMemorySize(), versions.os(), versions.java(), pinning, loadBefore, load());
    }

    private Results results() {
        return new Results(MachineInfo.versions().gumbel(), begun,
                machine(runner.pinning(), loadBefore),
                new Results.Plan(spec.commandLine().getParseResult().originalArgs(), memory.name().toLowerCase(Locale.ROOT),
                        threads, runner.forks(), effort.rounds(), effort.warmMillis(), effort.roundMillis()),
                runner.measured(), runner.measurements(), runner.curves());
    }
}
