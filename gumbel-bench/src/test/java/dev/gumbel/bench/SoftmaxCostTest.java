package dev.gumbel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gumbel.bench.subject.Subjects;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sample costs: prints nanoseconds of the calling thread per element, lower quartiles, since what others do at the same time only adds. */
@Tag("exhaustive")
class SoftmaxCostTest {
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 3;
    private static final double WARM_UP = 3;
    private static final double SECONDS = 1;
    private static final int TURNS = 5;
    /** Seconds of a turn. */
    private static final double SHORT = 0.3;
    /** What is measured at a time, so that the clock's own time does not show. */
    private static final long ELEMENTS = 300_000;

    /** Beside 10^5 elements of 10 classes, in turns: a machine that others use changes its pace by more than sizes do. */
    @ParameterizedTest
    @ValueSource(strings = {"djl/fused", "nd4j/fused"})
    void hardlyDependsOnTheSize(String subject) {
        DoubleSummaryStatistics large = new DoubleSummaryStatistics();
        try (Work usual = open(subject, 100_000, 10)) {
            cost(usual, 100_000, WARM_UP);
            for (int classes : new int[] {2, 8, 10, 100, 1000, 50_000}) {
                StringBuilder line = new StringBuilder("%-9s %6d classes".formatted(subject, classes));
                for (int elements : new int[] {1_000, 10_000, 100_000, 1_000_000, 30_000_000}) {
                    if (elements >= classes) {
                        double[] costs = inTurns(usual, subject, elements, classes);
                        line.append("  %d: %.2f (%.2f)".formatted(elements, costs[0], costs[1]));
                        if (classes >= 8 && elements >= 100_000) {
                            large.accept(costs[1]);
                        }
                    }
                }
                System.out.println(line);
            }
        }
        assertThat(large.getMax() / large.getMin()).as("dearest by cheapest").isLessThan(1.5);
    }

    /** Nanoseconds an element, and that as a part of the usual size's; medians. */
    private static double[] inTurns(Work usual, String subject, int elements, int classes) {
        double[] costs = new double[TURNS];
        double[] parts = new double[TURNS];
        try (Work work = open(subject, elements, classes)) {
            cost(work, elements, SHORT);
            for (int turn = 0; turn < TURNS; turn++) {
                double before = cost(usual, 100_000, SHORT / 2);
                costs[turn] = cost(work, elements, SHORT);
                parts[turn] = 2 * costs[turn] / (before + cost(usual, 100_000, SHORT / 2));
            }
        }
        return new double[] {median(costs), median(parts)};
    }

    private static Work open(String subject, int elements, int classes) {
        return loaded(subject).open(new Case(Workload.SOFT, elements / classes + "x" + classes)).orElseThrow();
    }

    static Subject loaded(String name) {
        Subject subject = Subjects.named(name);
        subject.load(1);
        return subject;
    }

    private static double cost(Work work, long elements, double seconds) {
        List<Double> costs = new ArrayList<>();
        long together = Math.max(1, ELEMENTS / elements);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (costs.size() < 5 || System.nanoTime() < end) {
            long begin = THREAD.getCurrentThreadCpuTime();
            for (int i = 0; i < together; i++) {
                work.run();
            }
            costs.add((THREAD.getCurrentThreadCpuTime() - begin) / (double) together / elements);
        }
        Collections.sort(costs);
        return costs.get(costs.size() / 4);
    }

    /** In turns, on one core if Maven is pinned to one. */
    @ParameterizedTest
    @ValueSource(strings = {"3000x10", "1000x1000", "100x50000"})
    void besidePyTorch(String size) throws IOException {
        String python = System.getProperty("gumbel.torch.python", "");
        assumeThat(python).as("-Dgumbel.torch.python, an interpreter that has PyTorch").isNotEmpty();
        Process torch = new ProcessBuilder(python, Path.of("src/test/resources/gumbel_softmax.py").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader answers = torch.inputReader()) {
            for (Workload workload : List.of(Workload.SOFT, Workload.HARD, Workload.SOFT_GRADIENT, Workload.HARD_GRADIENT)) {
                inTurns(torch, answers, new Case(workload, size));
            }
        } finally {
            torch.destroy();
        }
    }

    private static void inTurns(Process torch, BufferedReader answers, Case wanted) throws IOException {
        long elements = wanted.shape().size();
        double[][] costs = new double[3][ROUNDS];
        try (Work djl = loaded("djl/fused").open(wanted).orElseThrow(); Work nd4j = loaded("nd4j/fused").open(wanted).orElseThrow()) {
            cost(djl, elements, WARM_UP);
            cost(nd4j, elements, WARM_UP);
            for (int round = 0; round < ROUNDS; round++) {
                costs[0][round] = cost(torch, answers, wanted);
                costs[1][round] = cost(djl, elements, SECONDS);
                costs[2][round] = cost(nd4j, elements, SECONDS);
            }
        }
        double theirs = median(costs[0]);
        double ofDjl = median(costs[1]);
        double ofNd4j = median(costs[2]);
        System.out.printf("%-24s PyTorch %6.2f  djl/fused %6.2f (%.2f)  nd4j/fused %6.2f (%.2f)%n",
                wanted, theirs, ofDjl, ofDjl / theirs, ofNd4j, ofNd4j / theirs);
        assertThat(Math.max(ofDjl, ofNd4j)).as(wanted.toString()).isLessThan(theirs);
    }

    private static double cost(Process torch, BufferedReader answers, Case wanted) throws IOException {
        String line = "%s %s %s%n".formatted(wanted.size().replace('x', ' '), wanted.workload().word(), SECONDS);
        torch.outputWriter().write(line);
        torch.outputWriter().flush();
        return Double.parseDouble(answers.readLine());
    }

    private static double median(double[] costs) {
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
