package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StepTimesTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void theFirstTwentyOfARunDoNotCount() {
        StepTimes times = new StepTimes(30);
        add(times, 20, 1000);
        assertThat(times.takeMedianMillis()).isEmpty();
        add(times, 1, 7);
        assertThat(times.takeMedianMillis()).hasValue(7);
    }

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        StepTimes times = new StepTimes(30);
        add(times, 20, 1000);
        times.add(9 * MILLISECOND);
        times.add(2 * MILLISECOND);
        times.add(3 * MILLISECOND);
        assertThat(times.takeMedianMillis()).hasValue(3);
        times.add(100 * MILLISECOND);
        times.add(4 * MILLISECOND);
        times.add(MILLISECOND);
        times.add(5 * MILLISECOND);
        assertThat(times.takeMedianMillis()).hasValue(4.5);
    }

    @Test
    void eachEpochHasItsOwnMedian() {
        StepTimes times = new StepTimes(30);
        add(times, 30, 6);
        assertThat(times.takeMedianMillis()).hasValue(6);
        add(times, 30, 4);
        assertThat(times.takeMedianMillis()).hasValue(4);
        assertThat(times.takeMedianMillis()).isEmpty();
    }

    @Test
    void theClockCountsEveryStep() {
        StepTimes times = new StepTimes(30);
        add(times, 20, 100);
        add(times, 10, 10);
        times.takeMedianMillis();
        assertThat(times.stepsPerSecond()).isCloseTo(30 / 2.1, within(1e-9));
    }

    private static void add(StepTimes times, int count, long millis) {
        for (int i = 0; i < count; i++) {
            times.add(millis * MILLISECOND);
        }
    }
}
