package dev.gumbel.vae.compare;

import dev.gumbel.tensor.HostTensor;

/** How far results are apart. What is NaN on one side alone is infinitely far. */
final class Differences {
    /** The contract's tolerance for gradients: |d| at most this much, and this share of the row's largest magnitude. */
    private static final double ABSOLUTE = 1e-6;
    private static final double RELATIVE = 1e-4;

    private Differences() {}

    static double relative(double expected, double actual) {
        double difference = Math.abs(actual - expected) / Math.abs(expected);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    /** The largest difference of two elements, in units of the tolerance of their row. */
    static double inTolerances(HostTensor expected, HostTensor actual) {
        int columns = expected.shape().rank() == 0 ? 1 : expected.shape().last();
        double worst = 0;
        for (long start = 0; start < expected.shape().size(); start += columns) {
            double largest = 0;
            double difference = 0;
            for (long i = start; i < start + columns; i++) {
                largest = Math.max(largest, Math.abs(expected.get(i)));
                difference = Math.max(difference, Math.abs(actual.get(i) - expected.get(i)));
            }
            double share = difference / (ABSOLUTE + RELATIVE * largest);
            worst = Math.max(worst, Double.isNaN(share) ? Double.POSITIVE_INFINITY : share);
        }
        return worst;
    }

    /** The share of rows along the last axis that are equal. */
    static double identicalRows(HostTensor expected, HostTensor actual) {
        int columns = expected.shape().last();
        long rows = expected.shape().size() / columns;
        long equal = 0;
        for (long row = 0; row < rows; row++) {
            boolean same = true;
            for (long i = row * columns; i < (row + 1) * columns; i++) {
                same &= expected.get(i) == actual.get(i);
            }
            equal += same ? 1 : 0;
        }
        return (double) equal / rows;
    }
}
