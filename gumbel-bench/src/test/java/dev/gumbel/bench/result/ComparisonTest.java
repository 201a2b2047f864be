package dev.gumbel.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.bench.result.Comparison.Change;
import dev.gumbel.bench.result.Comparison.Verdict;
import dev.gumbel.bench.result.Results.Machine;
import dev.gumbel.bench.result.Results.Measured;
import dev.gumbel.bench.result.Results.Measurement;
import dev.gumbel.bench.result.Results.Plan;
import dev.gumbel.bench.table.Subject.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What counts as slower or faster. */
class ComparisonTest {
    private static final int ROWS = 200;

    /** Rows whose JVMs differ by some percent, at times a multiple of a millisecond. */
    private static Results results(int forks, double factor, long seed) {
        Random random = new Random(seed);
        List<Measurement> measurements = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            for (int fork = 0; fork < forks; fork++) {
                double jvm = 1e6 * Math.exp(0.05 * random.nextGaussian());
                measurements.add(new Measurement("adam", Integer.toString(row), "djl/fused", 1, fork, 1,
                        List.of(List.of(jvm * factor, jvm * factor))));
            }
        }
        return new Results("1", "2026-11-25", new Machine("cpu", 2, 512, 1, "os", "25", "core 1", 0, 0),
                new Plan(List.of(), "kept", List.of(1), forks, 1, 1, 1),
                List.of(new Measured("djl/fused", "Gumbel", "djl", Role.BACKEND, "1", "library+Java", "DJL", 512, List.of())), measurements,
                List.of());
    }

    private static long count(List<Change> changes, Verdict verdict) {
        return changes.stream().filter(change -> change.verdict() == verdict).count();
    }

    @Test
    void aFileDoesNotDifferFromItself() {
        Results results = results(5, 1, 1);
        assertThat(Comparison.of(results, results)).hasSize(ROWS).allMatch(change -> change.verdict() == Verdict.SAME);
        assertThat(Comparison.lines(Comparison.of(results, results))).hasSize(1).first().asString().startsWith("200 of 200 rows did not change");
    }

    @Test
    void noiseAloneIsTakenForAChangeAsOftenAsIsSaid() {
        List<Change> changes = Comparison.of(results(5, 1, 1), results(5, 1, 2));
        assertThat(count(changes, Verdict.SAME)).isBetween(ROWS - 8L, (long) ROWS);
    }

    @Test
    void whatTakesTwiceAsLongIsSlower() {
        List<Change> changes = Comparison.of(results(5, 1, 1), results(5, 2, 2));
        assertThat(count(changes, Verdict.SLOWER)).isEqualTo(ROWS);
        assertThat(changes).allSatisfy(change -> assertThat(change.ratio()).isBetween(1.6, 2.4));
        assertThat(Comparison.lines(changes).getFirst()).startsWith("slower").contains("adam 0, 1 thread, djl/fused: ");
    }

    @Test
    void whatTakesHalfAsLongIsFaster() {
        assertThat(count(Comparison.of(results(5, 2, 1), results(5, 1, 2)), Verdict.FASTER)).isEqualTo(ROWS);
    }

    @Test
    void oneJvmTellsNothing() {
        assertThat(Comparison.of(results(1, 1, 1), results(5, 4, 2))).allMatch(change -> change.verdict() == Verdict.SAME);
    }

    @Test
    void figuresOfABusyMachineAreToldApart() {
        Results quiet = results(2, 1, 1);
        Results busy = new Results(quiet.gumbel(), quiet.date(), new Machine("cpu", 2, 512, 1, "os", "25", "core 1", 30, 31), quiet.plan(),
                quiet.subjects(), quiet.measurements(), List.of());
        assertThat(Comparison.warnings(quiet, quiet)).isEmpty();
        assertThat(Comparison.warnings(busy, quiet)).containsExactly("The old figures prove little. The machine was busy: the load was 30.0 on 2 "
                + "cores before it began. Measure again when nothing else runs.");
    }

    @Test
    void rowsThatOneFileLacksAreLeftOut() {
        Results whole = results(2, 1, 1);
        Results part = new Results(whole.gumbel(), whole.date(), whole.machine(), whole.plan(), whole.subjects(),
                whole.measurements().subList(0, 20), List.of());
        assertThat(Comparison.of(whole, part)).hasSize(10);
        assertThat(Comparison.of(part, whole)).hasSize(10);
    }
}
