package dev.gumbel.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a second thread is worth, by numbers that nobody measured. */
class ScalingTest {

    @Test
    void twoThreadsThatDoAsMuchAsTwoProcessesHaveRatioOne() {
        Scaling.Fork free = new Scaling.Fork("java", 10e6, List.of(10e6, 10e6), 5e6);
        assertThat(free.gain()).isCloseTo(2, within(1e-9));
        assertThat(free.ratio()).isCloseTo(1, within(1e-9));
        // Each core is a quarter slower where both are at work: no fault of the threads.
        Scaling.Fork shared = new Scaling.Fork("java", 10e6, List.of(12.5e6, 12.5e6), 6.25e6);
        assertThat(shared.gain()).isCloseTo(1.6, within(1e-9));
        assertThat(shared.ratio()).isCloseTo(1, within(1e-9));
    }

    @Test
    void theTableHasAllThreeTimesTheGainAndTheRatioOfEachSubject() {
        List<String> lines = Scaling.lines(List.of(new Scaling.Fork("java", 10e6, List.of(10e6, 10e6), 6e6),
                new Scaling.Fork("java", 10e6, List.of(10e6, 10e6), 5e6), new Scaling.Fork("java", 10e6, List.of(10e6, 10e6), 5.5e6),
                new Scaling.Fork("djl/fused", 12e6, List.of(16e6, 16e6), 8e6)));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).strip().split(" {2,}")).containsExactly("t1 ms", "two at once", "g", "t2 ms", "t2 g / t1", "from..to");
        assertThat(lines.get(1).strip().split(" +")).containsExactly("java", "10.0", "10.0", "2.00", "5.50", "1.10", "1.00..1.20");
        assertThat(lines.get(2).strip().split(" +")).containsExactly("djl/fused", "12.0", "16.0", "1.50", "8.00", "1.00", "1.00..1.00");
    }

    @Test
    void theMedianIsThatOfAllRounds() {
        assertThat(Scaling.median(List.of(List.of(1.0, 9.0), List.of(2.0)))).isEqualTo(2);
    }
}
