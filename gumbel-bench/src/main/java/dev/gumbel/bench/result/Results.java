package dev.gumbel.bench.result;

import dev.gumbel.bench.table.Subject.Role;
import java.util.List;

/**
 * All that a benchmark run leaves: results.json.
 *
 * @param form of this file
 * @param gumbel the program's version
 * @param date when it began, ISO 8601
 */
public record Results(
        int form, String gumbel, String date, Machine machine, Plan plan, List<Measured> subjects, List<Measurement> measurements,
        List<Curve> curves) {
    static final int FORM = 4;

    public Results(
            String gumbel, String date, Machine machine, Plan plan, List<Measured> subjects, List<Measurement> measurements, List<Curve> curves) {
        this(FORM, gumbel, date, machine, plan, subjects, measurements, curves);
    }

    /**
     * What it ran on.
     *
     * @param cores that its processes may use
     * @param vectorBits of the processor's longest vectors, 0 where they are not known
     * @param pinning to which cores processes were tied, in words
     * @param loadBefore the system's load average of one minute when it began, negative where it is not known
     * @param loadAfter the same when it ended, its own processes included
     */
    public record Machine(
            String cpu, int cores, int vectorBits, long memoryBytes, String os, String java, String pinning, double loadBefore, double loadAfter) {}

    /**
     * How it was measured.
     *
     * @param arguments of the command line
     * @param memory kept where the C library of all JVMs kept what was freed, own where that was left to them
     * @param forks JVMs of each subject
     * @param rounds of each case in each JVM
     * @param warmMillis of warm-up before the first round, at least
     * @param roundMillis of a round
     */
    public record Plan(
            List<String> arguments, String memory, List<Integer> threads, int forks, int rounds, long warmMillis,
            long roundMillis) {}

    /**
     * Who was measured.
     *
     * @param by who computes, in a word
     * @param computes who computes what
     * @param vectorBits of the longest vectors that its JVMs use, 0 where they are not known
     * @param flags of its JVMs
     */
    public record Measured(
            String name, String title, String library, Role role, String version, String by, String computes, int vectorBits, List<String> flags) {

        /** Who computes, and the bits of the vectors of its JVMs and of the processor, as in {@code Java 256/512}. */
        public String byWhom(Machine machine) {
            return vectorBits == 0 || machine.vectorBits() == 0 ? by : "%s %d/%d".formatted(by, vectorBits, machine.vectorBits());
        }
    }

    /**
     * One case in one JVM.
     *
     * @param processor processor time by wall time, the mean of the rounds; 0 where it is not known
     * @param rounds nanoseconds an operation, sample by sample; a sample is one operation, or the mean of many short ones
     */
    public record Measurement(String workload, String size, String subject, int threads, int fork, double processor, List<List<Double>> rounds) {}

    /**
     * A training from fresh weights in one JVM, warm-up included.
     *
     * @param batch images a step
     * @param nanos of each step
     * @param losses of each step, in nats an image
     */
    public record Curve(String subject, int threads, int fork, int batch, List<Double> nanos, List<Double> losses) {}
}
