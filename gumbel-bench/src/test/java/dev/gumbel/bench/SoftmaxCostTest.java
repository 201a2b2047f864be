package dev.gumbel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gumbel.bench.subject.Subjects;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import java.io.IOException;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sample costs: prints nanoseconds of the calling thread per element, lower quartiles, since what others do at the same time only adds. */
@Tag("exhaustive")
class SoftmaxCostTest {
    private static final int ROUNDS = 3;
    private static final double WARM_UP = 3;
    private static final double SECONDS = 1;
    private static final int TURNS = 5;
    /** Seconds of a turn. */
    private static final double SHORT = 0.3;

    /** Beside 10^5 elements of 10 classes, in turns: a machine that others use changes its pace by more than sizes do. */
    @ParameterizedTest
    @ValueSource(strings = {"djl/fused", "nd4j/fused"})
    void hardlyDependsOnTheSize(String subject) {
        DoubleSummaryStatistics large = new DoubleSummaryStatistics();
        try (Work usual = open(subject, 100_000, 10)) {
            ThreadCost.of(usual::run, 100_000, WARM_UP);
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
            ThreadCost.of(work::run, elements, SHORT);
            for (int turn = 0; turn < TURNS; turn++) {
                double before = ThreadCost.of(usual::run, 100_000, SHORT / 2);
                costs[turn] = ThreadCost.of(work::run, elements, SHORT);
                parts[turn] = 2 * costs[turn] / (before + ThreadCost.of(usual::run, 100_000, SHORT / 2));
            }
        }
        return new double[] {ThreadCost.median(costs), ThreadCost.median(parts)};
    }

    private static Work open(String subject, int elements, int classes) {
        return loaded(subject).open(new Case(Workload.SOFT, elements / classes + "x" + classes)).orElseThrow();
    }

    static Subject loaded(String name) {
        Subject subject = Subjects.named(name);
        subject.load(1);
        return subject;
    }

    /** In turns, on one core if Maven is pinned to one. */
    @ParameterizedTest
    @ValueSource(strings = {"3000x10", "1000x1000", "100x50000"})
    void besidePyTorch(String size) throws IOException {
        assumeThat(Torch.isNamed()).as("-Dgumbel.torch.python, an interpreter that has PyTorch").isTrue();
        try (Torch torch = new Torch("gumbel_softmax.py")) {
            for (Workload workload : List.of(Workload.SOFT, Workload.HARD, Workload.SOFT_GRADIENT, Workload.HARD_GRADIENT)) {
                inTurns(torch, new Case(workload, size));
            }
        }
    }

    private static void inTurns(Torch torch, Case wanted) throws IOException {
        long elements = wanted.shape().size();
        String question = "%s %s %s".formatted(wanted.size().replace('x', ' '), wanted.workload().word(), SECONDS);
        double[][] costs = new double[3][ROUNDS];
        try (Work djl = loaded("djl/fused").open(wanted).orElseThrow(); Work nd4j = loaded("nd4j/fused").open(wanted).orElseThrow()) {
            ThreadCost.of(djl::run, elements, WARM_UP);
            ThreadCost.of(nd4j::run, elements, WARM_UP);
            for (int round = 0; round < ROUNDS; round++) {
                costs[0][round] = torch.ask(question);
                costs[1][round] = ThreadCost.of(djl::run, elements, SECONDS);
                costs[2][round] = ThreadCost.of(nd4j::run, elements, SECONDS);
            }
        }
        double theirs = ThreadCost.median(costs[0]);
        double ofDjl = ThreadCost.median(costs[1]);
        double ofNd4j = ThreadCost.median(costs[2]);
        System.out.printf("%-24s PyTorch %6.2f  djl/fused %6.2f (%.2f)  nd4j/fused %6.2f (%.2f)%n",
                wanted, theirs, ofDjl, ofDjl / theirs, ofNd4j, ofNd4j / theirs);
        assertThat(Math.max(ofDjl, ofNd4j)).as(wanted.toString()).isLessThan(theirs);
    }
}
