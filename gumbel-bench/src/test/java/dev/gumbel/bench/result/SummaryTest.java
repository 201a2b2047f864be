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
        Row row = row("adam", "1221180", "java");
        assertThat(row.nanos()).isCloseTo(50 * 1_221_180 * 10.2 / 9, within(1e-3));
        assertThat(row.fastest()).isCloseTo(50 * 1_221_180 * 10.0 / 9, within(1e-3));
        assertThat(row.slowest()).isCloseTo(50 * 1_221_180 * 10.4 / 9, within(1e-3));
    }

    @Test
    void ratiosAreToTheFastestPeerAndTheFloorOfTheSameLibrary() {
        assertThat(row("train", "100", "djl/fused").ofPeer()).isCloseTo(11.2 / 15.2, within(1e-9));
        assertThat(row("train", "100", "djl/fused").ofFloor()).isCloseTo(11.2 / 19.2, within(1e-9));
        assertThat(row("train", "100", "nd4j/fused").ofPeer()).isCloseTo(13.2 / 16.2, within(1e-9));
        assertThat(row("train", "100", "nd4j-user").ofPeer()).isNull();
        assertThat(row("train", "100", "nd4j-user").ofFloor()).isCloseTo(17.2 / 20.2, within(1e-9));
        assertThat(row("train", "100", "djl-floor").ofFloor()).isNull();
        assertThat(row("linear", "100", "djl/fused").ofFloor()).isNull();
    }

    @Test
    void javaStandsBesideItsOwnFloorAndThatOfDjlAndTheFastestPeerOfAll() {
        assertThat(row("train", "100", "java").ofFloor()).isCloseTo(10.2 / 18.2, within(1e-9));
        assertThat(row("train", "100", "java").ofDjlFloor()).isCloseTo(10.2 / 19.2, within(1e-9));
        assertThat(row("train", "100", "java").ofPeer()).isCloseTo(10.2 / 15.2, within(1e-9));
        assertThat(row("train", "100", "java-floor").ofDjlFloor()).isCloseTo(18.2 / 19.2, within(1e-9));
        assertThat(row("train", "100", "djl/fused").ofDjlFloor()).isNull();
        assertThat(row("train", "100", "nd4j-user").ofDjlFloor()).isNull();
    }

    @Test
    void eachRowSaysWhoComputedInWhichVectors() {
        assertThat(GROUPS).allSatisfy(group -> assertThat(group.rows()).allSatisfy(row -> assertThat(row.by()).isEqualTo(switch (row.subject()) {
            case "java", "java-floor" -> "Java 512/512";
            case "djl/library", "nd4j/library" -> "library 512/512";
            case "djl-user", "samediff-user", "nd4j-user" -> "library 256/512";
            default -> "library+Java 512/512";
        })));
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
        assertThat(lines).filteredOn(line -> line.startsWith("  djl/fused ")).hasSize(1 + 2 * GROUPS.size());
        assertThat(lines).contains("Adam, 1221180 weights, 2 threads");
        assertThat(lines).contains("An example, 2 cores, 512-bit vectors; Java 25; load 0.1 before, 1.0 after",
                "  djl-user         Somebody 1.2; JVM of 256-bit vectors");
        assertThat(lines).allMatch(line -> line.length() < 120);
    }
}
