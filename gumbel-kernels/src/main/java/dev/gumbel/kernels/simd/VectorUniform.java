package dev.gumbel.kernels.simd;

import dev.gumbel.random.UniformTransform;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link UniformTransform} by the JDK's Vector API, without branches. */
final class VectorUniform {
    private static final FloatVector BELOW_ONE = VectorNoise.constant(UniformTransform.BELOW_ONE);

    private VectorUniform() {}

    static void all(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            uniform(VectorNoise.words(words, from + i)).intoArray(out, i);
        }
    }

    private static FloatVector uniform(IntVector word) {
        FloatVector v = VectorNoise.tail(word);
        return v.blend(VectorNoise.ONE.sub(v).min(BELOW_ONE), VectorNoise.negative(word));
    }
}
