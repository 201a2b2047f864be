package dev.gumbel.kernels.simd;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.GumbelTransform;
import dev.gumbel.random.NoiseLoop;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** By the JDK's Vector API, without branches: docs/noise-v1.md, "For a backend". One logarithm a loop, or the JIT compiler stops inlining. */
final class VectorGumbelLoop implements NoiseLoop {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LENGTH = FLOATS.length();
    private static final int MANTISSA_BITS = 23;

    private static final FloatVector ZERO = FloatVector.zero(FLOATS);
    private static final FloatVector ONE = constant(1);
    private static final FloatVector HALF = constant(0.5f);
    private static final FloatVector UNIT = constant(0x1p-32f);
    private static final FloatVector HIGH = constant(GumbelTransform.NEG_LN2_HIGH);
    private static final FloatVector LOW = constant(GumbelTransform.NEG_LN2_LOW);
    private static final FloatVector Q0 = constant(GumbelTransform.Q0);
    private static final FloatVector Q1 = constant(GumbelTransform.Q1);
    private static final FloatVector Q2 = constant(GumbelTransform.Q2);
    private static final FloatVector Q3 = constant(GumbelTransform.Q3);
    private static final FloatVector Q4 = constant(GumbelTransform.Q4);
    private static final FloatVector Q5 = constant(GumbelTransform.Q5);
    private static final FloatVector Q6 = constant(GumbelTransform.Q6);
    private static final FloatVector Q7 = constant(GumbelTransform.Q7);
    private static final FloatVector Q8 = constant(GumbelTransform.Q8);
    private static final FloatVector M0 = constant(GumbelTransform.M0);
    private static final FloatVector M1 = constant(GumbelTransform.M1);
    private static final FloatVector M2 = constant(GumbelTransform.M2);
    private static final FloatVector M3 = constant(GumbelTransform.M3);
    private static final FloatVector M4 = constant(GumbelTransform.M4);
    private static final FloatVector M5 = constant(GumbelTransform.M5);
    private static final FloatVector M6 = constant(GumbelTransform.M6);
    private static final FloatVector M7 = constant(GumbelTransform.M7);

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    @Override
    public void draw(NoiseKind kind, int[] words, int from, float[] out, int length) {
        if (kind != NoiseKind.GUMBEL) {
            NoiseLoop.scalar(kind, words, from, out, length);
            return;
        }
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            first(IntVector.fromArray(INTS, words, from + i)).intoArray(out, i);
        }
        for (int i = 0; i < whole; i += LENGTH) {
            second(IntVector.fromArray(INTS, words, from + i), FloatVector.fromArray(FLOATS, out, i)).intoArray(out, i);
        }
        for (int i = whole; i < length; i++) {
            out[i] = GumbelTransform.gumbel(words[from + i]);
        }
    }

    /** Of a negative word the draw, else -log(v). */
    private static FloatVector first(IntVector word) {
        IntVector magnitude = word.lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.ASHR, Integer.SIZE - 1));
        FloatVector v = ((FloatVector) magnitude.convert(VectorOperators.I2F, 0)).add(HALF).mul(UNIT);
        VectorMask<Float> negative = word.lt(0).cast(FLOATS);
        return negLog(v, v, ZERO.blend(logRatio(v), negative));
    }

    private static FloatVector second(IntVector word, FloatVector y) {
        VectorMask<Float> negative = word.lt(0).cast(FLOATS);
        return negLog(y.blend(ONE, negative), ZERO, ZERO).blend(y, negative);
    }

    private static FloatVector logRatio(FloatVector v) {
        return M7.fma(v, M6).fma(v, M5).fma(v, M4).fma(v, M3).fma(v, M2).fma(v, M1).fma(v, M0);
    }

    /** -log(x) + a b. */
    private static FloatVector negLog(FloatVector x, FloatVector a, FloatVector b) {
        IntVector bits = x.reinterpretAsInts();
        IntVector exponent = bits.sub(GumbelTransform.SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector h = ONE.sub(bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS)).reinterpretAsFloats());
        FloatVector p = Q8.fma(h, Q7).fma(h, Q6).fma(h, Q5).fma(h, Q4).fma(h, Q3).fma(h, Q2).fma(h, Q1).fma(h, Q0);
        FloatVector e = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
        return e.fma(HIGH, e.fma(LOW, a.fma(b, h.mul(h).fma(p, h))));
    }
}
