package dev.gumbel.bench.run;

import dev.gumbel.bench.table.Workload;
import java.time.Duration;

/**
 * How long is measured.
 *
 * @param forks JVMs of each subject
 * @param rounds of each case in each JVM
 * @param warmMillis of warm-up before the first round, at least
 * @param roundMillis of a round
 * @param limit after which it should be over; times are cut to keep it
 */
public record Effort(int forks, int rounds, long warmMillis, long roundMillis, Duration limit) {
    /** A training step is what matters most, and takes the longest to warm. */
    private static final int TRAINING = 3;

    public Effort {
        require(forks >= 1, "--forks: %d, expected at least 1".formatted(forks));
        require(rounds >= 1, "--rounds: %d, expected at least 1".formatted(rounds));
        require(roundMillis >= 1, "--millis: %d, expected at least 1".formatted(roundMillis));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Milliseconds of warm-up and of all rounds of a case in one JVM, as planned. */
    long millis(Workload workload) {
        return weight(workload) * (warmMillis + rounds * roundMillis);
    }

    int weight(Workload workload) {
        return workload.trains() ? TRAINING : 1;
    }
}
