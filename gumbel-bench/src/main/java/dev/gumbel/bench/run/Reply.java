package dev.gumbel.bench.run;

import java.util.List;

/**
 * What a measuring process answers to each line, as JSON in one line.
 *
 * @param text the library's version after loading, an answer in words, what went wrong after a failure
 * @param done whether the subject has what was asked for
 * @param failed whether it went wrong
 * @param nanos nanoseconds an operation, of each sample
 * @param losses of each sample, where the operation is a training step
 * @param processor processor time of the process by wall time; 0 where nothing was measured
 */
record Reply(String text, boolean done, boolean failed, List<Double> nanos, List<Double> losses, double processor) {
    static Reply done(String text) {
        return new Reply(text, true, false, List.of(), List.of(), 0);
    }

    static Reply missing(String text) {
        return new Reply(text, false, false, List.of(), List.of(), 0);
    }

    static Reply failed(String why) {
        return new Reply(why, false, true, List.of(), List.of(), 0);
    }

    static Reply samples(List<Double> nanos, List<Double> losses, double processor) {
        return new Reply("", true, false, nanos, losses, processor);
    }
}
