package dev.gumbel.bench.subject;

import java.util.Arrays;

/** One pass over what Adam must read and write: gradient, weight, and two moments of each parameter. */
final class AdamBytes {
    private final float[] gradient;
    private final float[] weights;
    private final float[] means;
    private final float[] squares;

    AdamBytes(int parameters) {
        gradient = new float[parameters];
        weights = new float[parameters];
        means = new float[parameters];
        squares = new float[parameters];
        Arrays.fill(gradient, 0.5f);
    }

    float pass() {
        for (int i = 0; i < weights.length; i++) {
            float g = gradient[i];
            means[i] = 0.9f * means[i] + g;
            squares[i] = 0.999f * squares[i] + g;
            weights[i] -= g;
        }
        return weights[0];
    }
}
