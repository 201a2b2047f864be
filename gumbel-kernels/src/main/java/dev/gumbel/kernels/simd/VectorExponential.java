package dev.gumbel.kernels.simd;

import dev.gumbel.random.ExponentialTransform;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link ExponentialTransform} by the JDK's Vector API, without branches. */
final class VectorExponential {
    private static final FloatVector R0 = VectorNoise.constant(ExponentialTransform.R0);
    private static final FloatVector R1 = VectorNoise.constant(ExponentialTransform.R1);
    private static final FloatVector R2 = VectorNoise.constant(ExponentialTransform.R2);
    private static final FloatVector R3 = VectorNoise.constant(ExponentialTransform.R3);
    private static final FloatVector R4 = VectorNoise.constant(ExponentialTransform.R4);
    private static final FloatVector R5 = VectorNoise.constant(ExponentialTransform.R5);
    private static final FloatVector R6 = VectorNoise.constant(ExponentialTransform.R6);
    private static final FloatVector R7 = VectorNoise.constant(ExponentialTransform.R7);
    private static final FloatVector R8 = VectorNoise.constant(ExponentialTransform.R8);
    private static final FloatVector R9 = VectorNoise.constant(ExponentialTransform.R9);

    private VectorExponential() {}

    static void all(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            exponential(VectorNoise.words(words, from + i)).intoArray(out, i);
        }
    }

    private static FloatVector exponential(IntVector word) {
        FloatVector steps = VectorNoise.steps(word);
        FloatVector v = VectorNoise.scaled(steps);
        FloatVector small = VectorNoise.scaled(steps.mul(v).fma(excess(v), steps));
        return VectorNoise.negLog(v).blend(small, VectorNoise.negative(word));
    }

    /** (-log(1 - v) - v) / v^2. */
    static FloatVector excess(FloatVector v) {
        return R9.fma(v, R8).fma(v, R7).fma(v, R6).fma(v, R5).fma(v, R4).fma(v, R3).fma(v, R2).fma(v, R1).fma(v, R0);
    }
}
