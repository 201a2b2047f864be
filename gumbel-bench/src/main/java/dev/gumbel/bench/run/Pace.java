package dev.gumbel.bench.run;

import java.time.Duration;

/** Cuts what is still to be measured so that all of it is over within a limit, on a machine that is slower than planned too. */
final class Pace {
    private static final double LEAST = 0.05;

    private final long deadline;
    private double planned;

    Pace(Duration limit, long plannedMillis) {
        this.deadline = System.nanoTime() + limit.toNanos();
        this.planned = plannedMillis;
    }

    /** A part of the plan is over. */
    void done(long millis) {
        planned -= millis;
    }

    /** Whether something that takes so long would be over within the limit. */
    boolean allows(Duration more) {
        return System.nanoTime() + more.toNanos() <= deadline;
    }

    /** As many of the planned milliseconds as there is time for; at least 1. */
    long cut(long millis) {
        double left = (deadline - System.nanoTime()) / 1e6;
        double part = Math.clamp(left / Math.max(planned, 1), LEAST, 1);
        return Math.max(1, Math.round(part * millis));
    }
}
