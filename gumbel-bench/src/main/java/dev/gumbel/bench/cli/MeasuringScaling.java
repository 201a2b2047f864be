package dev.gumbel.bench.cli;

import dev.gumbel.bench.result.Disturbance;
import dev.gumbel.bench.result.Results;
import dev.gumbel.bench.result.Scaling;
import dev.gumbel.bench.result.Table;
import dev.gumbel.bench.run.Effort;
import dev.gumbel.bench.run.Memory;
import dev.gumbel.bench.run.ScalingRunner;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Workload;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What a second thread is worth, as a person sees it: a table, and no files. */
final class MeasuringScaling {
    private static final Case STEP = new Case(Workload.TRAIN, "100");

    private final CommandLine line;
    private final ScalingRunner runner;
    private final double loadBefore = Measuring.load();

    MeasuringScaling(CommandLine line, Effort effort, Memory memory) {
        this.line = line;
        this.runner = new ScalingRunner(STEP, effort, memory, line.getErr()::println);
    }

    /** @throws dev.gumbel.backend.BackendException if a subject fails */
    void of(List<Subject> subjects) {
        if (!runner.isPossible()) {
            throw new ParameterException(line, "--scaling: needs two cores that this process may use, and taskset");
        }
        List<Scaling.Fork> forks = runner.run(subjects);
        Results.Machine machine = Measuring.machine(runner.pinning(), loadBefore);
        PrintWriter out = line.getOut();
        String busy = Disturbance.line(machine);
        if (!busy.isEmpty()) {
            out.println(busy);
        }
        Table.machine(machine, List.copyOf(runner.measured())).forEach(out::println);
        out.println();
        out.println("%s, %s %s; %s".formatted(STEP.workload().title(), STEP.size(), STEP.workload().counts(), runner.pinning()));
        Scaling.lines(forks).forEach(out::println);
        out.println("t1: one thread on one core; two at once: each of two processes of one thread, on a core each; g: their throughput by");
        out.println("that of one; t2: one process of two threads");
    }
}
