package dev.gumbel.kernels.simd;

import dev.gumbel.random.GumbelTransform;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** {@link GumbelTransform} by the JDK's Vector API, without branches. */
final class VectorGumbel {
    private static final FloatVector M0 = VectorNoise.constant(GumbelTransform.M0);
    private static final FloatVector M1 = VectorNoise.constant(GumbelTransform.M1);
    private static final FloatVector M2 = VectorNoise.constant(GumbelTransform.M2);
    private static final FloatVector M3 = VectorNoise.constant(GumbelTransform.M3);
    private static final FloatVector M4 = VectorNoise.constant(GumbelTransform.M4);
    private static final FloatVector M5 = VectorNoise.constant(GumbelTransform.M5);
    private static final FloatVector M6 = VectorNoise.constant(GumbelTransform.M6);
    private static final FloatVector M7 = VectorNoise.constant(GumbelTransform.M7);

    private VectorGumbel() {}

    static void first(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            first(VectorNoise.words(words, from + i)).intoArray(out, i);
        }
    }

    static void second(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            second(VectorNoise.words(words, from + i), FloatVector.fromArray(VectorNoise.FLOATS, out, i)).intoArray(out, i);
        }
    }

    /** Of a negative word the draw, else -log(v). */
    private static FloatVector first(IntVector word) {
        FloatVector v = VectorNoise.tail(word);
        return VectorNoise.negLog(v, v, VectorNoise.ZERO.blend(logRatio(v), VectorNoise.negative(word)));
    }

    private static FloatVector second(IntVector word, FloatVector y) {
        VectorMask<Float> negative = VectorNoise.negative(word);
        return VectorNoise.negLog(y.blend(VectorNoise.ONE, negative)).blend(y, negative);
    }

    private static FloatVector logRatio(FloatVector v) {
        return M7.fma(v, M6).fma(v, M5).fma(v, M4).fma(v, M3).fma(v, M2).fma(v, M1).fma(v, M0);
    }
}
