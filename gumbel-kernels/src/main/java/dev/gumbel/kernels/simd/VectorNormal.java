package dev.gumbel.kernels.simd;

import dev.gumbel.random.NormalTransform;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link NormalTransform} by the JDK's Vector API, without branches. */
final class VectorNormal {
    private static final FloatVector N0 = VectorNoise.constant(NormalTransform.N0);
    private static final FloatVector N1 = VectorNoise.constant(NormalTransform.N1);
    private static final FloatVector N2 = VectorNoise.constant(NormalTransform.N2);
    private static final FloatVector N3 = VectorNoise.constant(NormalTransform.N3);
    private static final FloatVector N4 = VectorNoise.constant(NormalTransform.N4);
    private static final FloatVector N5 = VectorNoise.constant(NormalTransform.N5);
    private static final FloatVector N6 = VectorNoise.constant(NormalTransform.N6);
    private static final FloatVector N7 = VectorNoise.constant(NormalTransform.N7);
    private static final FloatVector N8 = VectorNoise.constant(NormalTransform.N8);
    private static final FloatVector N9 = VectorNoise.constant(NormalTransform.N9);
    private static final FloatVector S0 = VectorNoise.constant(NormalTransform.S0);
    private static final FloatVector S1 = VectorNoise.constant(NormalTransform.S1);
    private static final FloatVector S2 = VectorNoise.constant(NormalTransform.S2);
    private static final FloatVector S3 = VectorNoise.constant(NormalTransform.S3);
    private static final FloatVector S4 = VectorNoise.constant(NormalTransform.S4);
    private static final FloatVector S5 = VectorNoise.constant(NormalTransform.S5);
    private static final FloatVector S6 = VectorNoise.constant(NormalTransform.S6);
    private static final FloatVector S7 = VectorNoise.constant(NormalTransform.S7);
    private static final FloatVector S8 = VectorNoise.constant(NormalTransform.S8);
    private static final FloatVector S9 = VectorNoise.constant(NormalTransform.S9);
    private static final FloatVector S10 = VectorNoise.constant(NormalTransform.S10);
    private static final FloatVector S11 = VectorNoise.constant(NormalTransform.S11);
    private static final FloatVector T0 = VectorNoise.constant(NormalTransform.T0);
    private static final FloatVector T1 = VectorNoise.constant(NormalTransform.T1);
    private static final FloatVector T2 = VectorNoise.constant(NormalTransform.T2);
    private static final FloatVector T3 = VectorNoise.constant(NormalTransform.T3);
    private static final FloatVector T4 = VectorNoise.constant(NormalTransform.T4);
    private static final FloatVector T5 = VectorNoise.constant(NormalTransform.T5);
    private static final FloatVector T6 = VectorNoise.constant(NormalTransform.T6);
    private static final FloatVector T7 = VectorNoise.constant(NormalTransform.T7);
    private static final FloatVector T8 = VectorNoise.constant(NormalTransform.T8);
    private static final FloatVector T9 = VectorNoise.constant(NormalTransform.T9);
    private static final FloatVector T10 = VectorNoise.constant(NormalTransform.T10);
    private static final FloatVector T11 = VectorNoise.constant(NormalTransform.T11);

    private VectorNormal() {}

    /** w. */
    static void negLog(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            VectorNoise.negLog(VectorNoise.tail(VectorNoise.words(words, from + i))).intoArray(out, i);
        }
    }

    /** From w to the magnitude outside the centre. */
    static void outside(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            outside(FloatVector.fromArray(VectorNoise.FLOATS, out, i)).intoArray(out, i);
        }
    }

    /** Where it is the centre, in its place. */
    static void centre(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += VectorNoise.LENGTH) {
            centre(VectorNoise.words(words, from + i), FloatVector.fromArray(VectorNoise.FLOATS, out, i)).intoArray(out, i);
        }
    }

    private static FloatVector outside(FloatVector w) {
        FloatVector middle = middle(w.sub(NormalTransform.MIDDLE_ORIGIN));
        return middle.blend(tail(w.sub(NormalTransform.TAIL_ORIGIN)), w.compare(VectorOperators.GE, NormalTransform.TAIL));
    }

    private static FloatVector centre(IntVector word, FloatVector outside) {
        FloatVector v = VectorNoise.tail(word);
        FloatVector d = VectorNoise.HALF.sub(v);
        return outside.blend(d.mul(slope(d.mul(d))), v.compare(VectorOperators.GE, NormalTransform.CENTRE));
    }

    private static FloatVector slope(FloatVector square) {
        return N9.fma(square, N8).fma(square, N7).fma(square, N6).fma(square, N5).fma(square, N4).fma(square, N3).fma(square, N2).fma(square, N1)
                .fma(square, N0);
    }

    private static FloatVector middle(FloatVector t) {
        return S11.fma(t, S10).fma(t, S9).fma(t, S8).fma(t, S7).fma(t, S6).fma(t, S5).fma(t, S4).fma(t, S3).fma(t, S2).fma(t, S1).fma(t, S0);
    }

    private static FloatVector tail(FloatVector t) {
        return T11.fma(t, T10).fma(t, T9).fma(t, T8).fma(t, T7).fma(t, T6).fma(t, T5).fma(t, T4).fma(t, T3).fma(t, T2).fma(t, T1).fma(t, T0);
    }
}
