package dev.gumbel.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is measured within a limit. */
class PaceTest {

    @Test
    void nothingBeginsThatWouldEndAfterTheLimit() {
        Pace pace = new Pace(Duration.ofMinutes(3), 60_000);
        assertThat(pace.allows(Duration.ofMinutes(2))).isTrue();
        assertThat(pace.allows(Duration.ofMinutes(4))).isFalse();
    }

    @Test
    void timesAreCutToThePartThatFits() {
        assertThat(new Pace(Duration.ofMinutes(2), 60_000).cut(400)).isEqualTo(400);
        assertThat(new Pace(Duration.ofSeconds(30), 60_000).cut(400)).isBetween(190L, 200L);
        assertThat(new Pace(Duration.ZERO, 60_000).cut(400)).isEqualTo(20);
    }
}
