package dev.gumbel.bench.run;

import com.sun.management.OperatingSystemMXBean;
import dev.gumbel.bench.table.Work;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Runs operations for some time and takes their times. */
final class Sampler {
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final long MILLI = 1_000_000;
    /** Of a round; operations that are shorter than a part of it are measured many at a time. */
    private static final int SAMPLES = 40;
    /** The warm-up goes on, up to so many times its length, until the JIT compiler takes less than this part of it. */
    private static final int LONGEST = 6;
    private static final double RESTING = 0.1;

    private final Work work;
    private final boolean trains;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private int together = 1;
    private double processor;

    Sampler(Work work, boolean trains) {
        this.work = work;
        this.trains = trains;
    }

    /** So many milliseconds, and on until the JIT compiler rests. */
    Reply warm(long millis) {
        for (int i = 0; i < LONGEST; i++) {
            long compiled = compiling();
            sample(millis);
            if (compiling() - compiled < RESTING * millis) {
                break;
            }
        }
        return reply();
    }

    private static long compiling() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler.getTotalCompilationTime();
    }

    /** So many milliseconds, at least one operation. */
    Reply round(long millis) {
        sample(millis);
        return reply();
    }

    private void sample(long millis) {
        long start = System.nanoTime();
        long used = SYSTEM.getProcessCpuTime();
        long end = start + millis * MILLI;
        do {
            long begin = System.nanoTime();
            for (int i = 0; i < together; i++) {
                work.run();
            }
            long taken = System.nanoTime() - begin;
            nanos.add(Math.round(10.0 * taken / together) / 10.0);
            losses.add(Math.round(1000 * work.loss()) / 1000.0);
            // Each step of a training is looked at.
            if (!trains && taken < millis * MILLI / SAMPLES) {
                together *= 2;
            }
        } while (System.nanoTime() < end);
        processor = (SYSTEM.getProcessCpuTime() - used) / (double) (System.nanoTime() - start);
    }

    private Reply reply() {
        Reply reply = Reply.samples(List.copyOf(nanos), trains ? List.copyOf(losses) : List.of(), processor);
        nanos.clear();
        losses.clear();
        return reply;
    }
}
