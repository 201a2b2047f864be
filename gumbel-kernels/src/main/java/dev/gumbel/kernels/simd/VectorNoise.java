package dev.gumbel.kernels.simd;

import dev.gumbel.random.Logarithm;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What the loops over vectors of all kinds of noise share: docs/noise-v1.md, "For a backend". */
final class VectorNoise {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final int LENGTH = FLOATS.length();
    static final FloatVector ZERO = FloatVector.zero(FLOATS);
    static final FloatVector ONE = constant(1);
    static final FloatVector HALF = constant(0.5f);

    private static final int MANTISSA_BITS = 23;
    private static final FloatVector UNIT = constant(0x1p-32f);
    private static final FloatVector HIGH = constant(Logarithm.NEG_LN2_HIGH);
    private static final FloatVector LOW = constant(Logarithm.NEG_LN2_LOW);
    private static final FloatVector Q0 = constant(Logarithm.Q0);
    private static final FloatVector Q1 = constant(Logarithm.Q1);
    private static final FloatVector Q2 = constant(Logarithm.Q2);
    private static final FloatVector Q3 = constant(Logarithm.Q3);
    private static final FloatVector Q4 = constant(Logarithm.Q4);
    private static final FloatVector Q5 = constant(Logarithm.Q5);
    private static final FloatVector Q6 = constant(Logarithm.Q6);
    private static final FloatVector Q7 = constant(Logarithm.Q7);
    private static final FloatVector Q8 = constant(Logarithm.Q8);

    private VectorNoise() {}

    static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    static IntVector words(int[] words, int at) {
        return IntVector.fromArray(INTS, words, at);
    }

    static VectorMask<Float> negative(IntVector word) {
        return word.lt(0).cast(FLOATS);
    }

    /** v 2^32. */
    static FloatVector steps(IntVector word) {
        IntVector magnitude = word.lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.ASHR, Integer.SIZE - 1));
        return ((FloatVector) magnitude.convert(VectorOperators.I2F, 0)).add(HALF);
    }

    /** v. */
    static FloatVector tail(IntVector word) {
        return steps(word).mul(UNIT);
    }

    /** By 2^-32. */
    static FloatVector scaled(FloatVector x) {
        return x.mul(UNIT);
    }

    /** Changes the sign where the word is not negative. */
    static void sign(int[] words, int from, float[] out, int whole) {
        for (int i = 0; i < whole; i += LENGTH) {
            IntVector sign = words(words, from + i).lanewise(VectorOperators.NOT).and(Integer.MIN_VALUE);
            FloatVector.fromArray(FLOATS, out, i).reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats().intoArray(out, i);
        }
    }

    /** -log(x) + a b. */
    static FloatVector negLog(FloatVector x, FloatVector a, FloatVector b) {
        IntVector bits = x.reinterpretAsInts();
        IntVector exponent = bits.sub(Logarithm.SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector h = ONE.sub(bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS)).reinterpretAsFloats());
        FloatVector p = Q8.fma(h, Q7).fma(h, Q6).fma(h, Q5).fma(h, Q4).fma(h, Q3).fma(h, Q2).fma(h, Q1).fma(h, Q0);
        FloatVector e = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
        return e.fma(HIGH, e.fma(LOW, a.fma(b, h.mul(h).fma(p, h))));
    }

    /** -log(x). */
    static FloatVector negLog(FloatVector x) {
        return negLog(x, ZERO, ZERO);
    }
}
