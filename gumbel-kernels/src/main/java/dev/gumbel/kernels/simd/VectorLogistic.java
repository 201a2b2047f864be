package dev.gumbel.kernels.simd;

import dev.gumbel.random.LogisticTransform;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link LogisticTransform} by the JDK's Vector API, without branches. */
final class VectorLogistic {
    private static final FloatVector TWO = VectorNoise.constant(2);
    private static final FloatVector FOUR = VectorNoise.constant(4);
    private static final FloatVector C0 = VectorNoise.constant(LogisticTransform.C0);
    private static final FloatVector C1 = VectorNoise.constant(LogisticTransform.C1);
    private static final FloatVector C2 = VectorNoise.constant(LogisticTransform.C2);
    private static final FloatVector C3 = VectorNoise.constant(LogisticTransform.C3);
    private static final FloatVector C4 = VectorNoise.constant(LogisticTransform.C4);
    private static final FloatVector C5 = VectorNoise.constant(LogisticTransform.C5);

    private VectorLogistic() {}

    static void outside(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            outside(VectorNoise.words(words, from + i)).intoArray(out, i);
        }
    }

    /** Where it is the centre, in its place. */
    static void centre(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            centre(VectorNoise.words(words, from + i), FloatVector.fromArray(VectorNoise.FLOATS, out, i)).intoArray(out, i);
        }
    }

    /** The magnitude outside the centre. */
    private static FloatVector outside(IntVector word) {
        FloatVector v = VectorNoise.tail(word);
        return VectorNoise.negLog(v, v.neg(), VectorExponential.excess(v).fma(v, VectorNoise.ONE));
    }

    private static FloatVector centre(IntVector word, FloatVector outside) {
        FloatVector v = VectorNoise.tail(word);
        FloatVector c = TWO.sub(v.mul(FOUR));
        FloatVector square = c.mul(c);
        return outside.blend(c.mul(square).fma(excess(square), c), v.compare(VectorOperators.GE, LogisticTransform.CENTRE));
    }

    private static FloatVector excess(FloatVector square) {
        return C5.fma(square, C4).fma(square, C3).fma(square, C2).fma(square, C1).fma(square, C0);
    }
}
