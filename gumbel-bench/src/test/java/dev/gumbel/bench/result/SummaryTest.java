package dev.gumbel.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.bench.result.Summary.Group;
import dev.gumbel.bench.result.Summary.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians, spreads, ratios and losses of the table. */
class SummaryTest {
    private static final List<Group> GROUPS = Summary.of(Examples.whole(List.of(1)));

    private static Row row(String workload, String size, String subject) {
        Group group = GROUPS.stream().filter(each -> each.workload().equals(workload) && each.size().equals(size)).findFirst().orElseThrow();
        return group.rows().stream().filter(row -> row.subject().equals(subject)).findFirst().orElseThrow();
    }

    @Test
    void theMedianIsThatOfTheJvmsAndTheSpreadGoesFromTheFastestToTheSlowest() {
        Row row = row("adam", "1221180", "djl/fused");
        assertThat(row.nanos()).isCloseTo(50 * 1_221_180 * 10.2 / 9, within(1e-3));
        assertThat(row.fastest()).isCloseTo(50 * 1_221_180 * 10.0 / 9, within(1e-3));
        assertThat(row.slowest()).isCloseTo(50 * 1_221_180 * 10.4 / 9, within(1e-3));
    }

    @Test
    void ratiosAreToTheFastestPeerAndTheFloorOfTheSameLibrary() {
        assertThat(row("train", "100", "djl/fused").ofPeer()).isCloseTo(10.2 / 14.2, within(1e-9));
        assertThat(row("train", "100", "djl/fused").ofFloor()).isCloseTo(10.2 / 17.2, within(1e-9));
        assertThat(row("train", "100", "nd4j/fused").ofPeer()).isCloseTo(12.2 / 15.2, within(1e-9));
        assertThat(row("train", "100", "nd4j-user").ofPeer()).isNull();
        assertThat(row("train", "100", "nd4j-user").ofFloor()).isCloseTo(16.2 / 18.2, within(1e-9));
        assertThat(row("train", "100", "djl-floor").ofFloor()).isNull();
        assertThat(row("linear", "100", "djl/fused").ofFloor()).isNull();
    }

    @Test
    void lossesStandBesideTheTrainingStepsOfTheirBatch() {
        assertThat(row("train", "100", "djl/fused").loss()).isCloseTo(120, within(0.1));
        assertThat(row("train", "100", "djl-floor").loss()).isNull();
        assertThat(row("train", "10", "djl/fused").loss()).isNull();
        assertThat(row("adam", "1221180", "djl/fused").loss()).isNull();
    }

    @Test
    void theTextHasEveryRow() {
        List<String> lines = Table.lines(Examples.whole(List.of(1, 2)));
        assertThat(lines).filteredOn(line -> line.startsWith("  djl/fused ")).hasSize(2 * GROUPS.size());
        assertThat(lines).contains("Adam, 1221180 weights, 2 threads");
        assertThat(lines).allMatch(line -> line.length() < 120);
    }
}
