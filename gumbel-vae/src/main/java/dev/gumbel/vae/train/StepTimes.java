package dev.gumbel.vae.train;

import java.util.Arrays;
import java.util.OptionalDouble;

/** Wall times of steps; the first of a run do not count in the median, since the JVM is still compiling. */
public final class StepTimes {
    private static final int WARM_UP = 20;

    private final long[] nanos;
    private long seen;
    private long total;
    private int kept;

    /** Room for so many steps between two calls of {@link #takeMedianMillis()}. */
    public StepTimes(int stepsPerEpoch) {
        this.nanos = new long[stepsPerEpoch];
    }

    public void add(long duration) {
        total += duration;
        if (++seen > WARM_UP) {
            nanos[kept++] = duration;
        }
    }

    /** Steps a second of all steps so far, the first included. */
    public double stepsPerSecond() {
        return seen * 1e9 / total;
    }

    /** The median in milliseconds since the last call; none where only warm-up steps have run. */
    public OptionalDouble takeMedianMillis() {
        if (kept == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(nanos, 0, kept);
        double median = (nanos[(kept - 1) / 2] + nanos[kept / 2]) / 2e6;
        kept = 0;
        return OptionalDouble.of(median);
    }
}
