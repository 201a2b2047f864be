package dev.gumbel.bench.result;

import java.util.Arrays;
import java.util.Collection;

/** Of many numbers a few. */
final class Samples {
    private Samples() {}

    static double median(Collection<Double> samples) {
        return median(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double median(double... samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("no samples");
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double mean(Collection<Double> samples) {
        return samples.stream().mapToDouble(Double::doubleValue).average().orElseThrow(() -> new IllegalArgumentException("no samples"));
    }
}
