package dev.gumbel.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.bench.result.Results.Machine;
import dev.gumbel.bench.result.Results.Measurement;
import dev.gumbel.bench.result.Results.Plan;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DisturbanceTest {
    private static Results results(double load, int cores, List<Measurement> measurements) {
        return new Results("1", "2026-11-25", new Machine("cpu", cores, 512, 1, "os", "25", "core 1", load, 9),
                new Plan(List.of(), "kept", List.of(1), 1, 1, 1, 1), List.of(), measurements, List.of());
    }

    private static List<Measurement> measurements(int count, int threads, double processor) {
        return Collections.nCopies(count, new Measurement("adam", "1", "djl/fused", threads, 0, processor, List.of(List.of(1.0))));
    }

    @Test
    void aQuietMachineGivesNoReason() {
        assertThat(Disturbance.of(results(0.9, 2, measurements(20, 1, 0.98)))).isEmpty();
        assertThat(Disturbance.line(results(0.9, 2, measurements(20, 1, 0.98)))).isEmpty();
    }

    @Test
    void aLoadBeforeItBeganIsAReason() {
        assertThat(Disturbance.of(results(1.1, 2, List.of()))).containsExactly("the load was 1.1 on 2 cores before it began");
        assertThat(Disturbance.of(results(0.6, 1, List.of()))).containsExactly("the load was 0.6 on 1 core before it began");
    }

    @Test
    void processorsTakenAwayAreAReason() {
        List<Measurement> some = Stream.concat(measurements(17, 1, 1.2).stream(), measurements(3, 1, 0.7).stream()).toList();
        assertThat(Disturbance.line(results(0, 2, some))).isEqualTo("The machine was busy: 3 of 20 measurements had a processor for less than 90% "
                + "of their time. Measure again when nothing else runs.");
        List<Measurement> few = Stream.concat(measurements(18, 1, 1.2).stream(), measurements(2, 1, 0.7).stream()).toList();
        assertThat(Disturbance.of(results(0, 2, few))).isEmpty();
    }

    @Test
    void whatIsNotKnownOrWaitsOfItselfIsNone() {
        assertThat(Disturbance.of(results(-1, 2, measurements(20, 1, 0)))).isEmpty();
        assertThat(Disturbance.of(results(5, 0, measurements(20, 2, 0.5)))).isEmpty();
    }
}
