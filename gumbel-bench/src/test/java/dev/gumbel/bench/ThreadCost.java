package dev.gumbel.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Nanoseconds of the calling thread, as what others do at the same time only adds. */
final class ThreadCost {
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    /** What is measured at a time, so that the clock's own time does not show. */
    private static final long ELEMENTS = 300_000;

    private ThreadCost() {}

    /** Of an element of work that is done again and again for so many seconds; the lower quartile. */
    static double of(Runnable work, long elements, double seconds) {
        List<Double> costs = new ArrayList<>();
        long together = Math.max(1, ELEMENTS / elements);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (costs.size() < 5 || System.nanoTime() < end) {
            long begin = THREAD.getCurrentThreadCpuTime();
            for (int i = 0; i < together; i++) {
                work.run();
            }
            costs.add((THREAD.getCurrentThreadCpuTime() - begin) / (double) together / elements);
        }
        Collections.sort(costs);
        return costs.get(costs.size() / 4);
    }

    static double median(double[] costs) {
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
