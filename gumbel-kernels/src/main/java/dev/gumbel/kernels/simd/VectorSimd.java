package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * By the JDK's Vector API. Each loop has one function of many terms at most, and its constants are static: the JIT compiler gives up on inlining what
 * is longer, and then every vector is an object.
 */
final class VectorSimd implements Simd {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final int LENGTH = FLOATS.length();
    private static final long STRIDE = (long) LENGTH * Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final MemorySegment MEMORY = AllMemory.SEGMENT;

    private static final FloatVector ZERO = FloatVector.zero(FLOATS);
    private static final FloatVector ONE = constant(1);
    private static final FloatVector MINUS_HALF = constant(-0.5f);
    private static final FloatVector LOG2_E = constant(Polynomials.LOG2_E);
    private static final FloatVector ROUND = constant(Polynomials.ROUND);
    private static final FloatVector LN2_HIGH = constant(Polynomials.LN2_HIGH);
    private static final FloatVector LN2_LOW = constant(Polynomials.LN2_LOW);
    private static final FloatVector MINUS_LN2_HIGH = constant(-Polynomials.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = constant(-Polynomials.LN2_LOW);
    private static final FloatVector LOWEST = constant(Polynomials.LOWEST);
    private static final FloatVector E0 = constant(Polynomials.E0);
    private static final FloatVector E1 = constant(Polynomials.E1);
    private static final FloatVector E2 = constant(Polynomials.E2);
    private static final FloatVector E3 = constant(Polynomials.E3);
    private static final FloatVector E4 = constant(Polynomials.E4);
    private static final FloatVector E5 = constant(Polynomials.E5);
    private static final FloatVector L0 = constant(Polynomials.L0);
    private static final FloatVector L1 = constant(Polynomials.L1);
    private static final FloatVector L2 = constant(Polynomials.L2);
    private static final FloatVector L3 = constant(Polynomials.L3);
    private static final FloatVector L4 = constant(Polynomials.L4);
    private static final FloatVector L5 = constant(Polynomials.L5);
    private static final FloatVector L6 = constant(Polynomials.L6);
    private static final FloatVector L7 = constant(Polynomials.L7);
    private static final FloatVector L8 = constant(Polynomials.L8);

    private final float[] partialSums = new float[LENGTH];
    private final ScalarSimd plain = new ScalarSimd();

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    @Override
    public void exp(float[] x, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            exp(FloatVector.fromArray(FLOATS, x, i)).intoArray(x, i);
        }
        plain.exp(x, whole, length);
    }

    private static FloatVector exp(FloatVector x) {
        FloatVector rounded = x.fma(LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
        FloatVector p = E0.fma(r, E1).fma(r, E2).fma(r, E3).fma(r, E4).fma(r, E5);
        FloatVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, Polynomials.EXPONENT_BITS)
                .add(Polynomials.ONE_BITS).reinterpretAsFloats();
        return p.fma(r.mul(r), r).add(ONE).mul(power).blend(ZERO, x.lt(LOWEST));
    }

    @Override
    public void log(float[] x, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            log(FloatVector.fromArray(FLOATS, x, i)).intoArray(x, i);
        }
        plain.log(x, whole, length);
    }

    private static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector exponent = bits.sub(Polynomials.SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, Polynomials.EXPONENT_BITS);
        FloatVector h = bits.sub(exponent.lanewise(VectorOperators.LSHL, Polynomials.EXPONENT_BITS)).reinterpretAsFloats().sub(ONE);
        FloatVector p = L0.fma(h, L1).fma(h, L2).fma(h, L3).fma(h, L4).fma(h, L5).fma(h, L6).fma(h, L7).fma(h, L8);
        FloatVector square = h.mul(h);
        FloatVector e = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
        FloatVector tail = e.fma(LN2_LOW, p.mul(h).mul(square));
        return e.fma(LN2_HIGH, square.fma(MINUS_HALF, tail).add(h)).blend(x, x.test(VectorOperators.IS_NAN));
    }

    @Override
    public void softplusMinus(float[] x, float[] t, float[] out, int length) {
        int whole = FLOATS.loopBound(length);
        // Two loops: C2 stops inlining where one has both functions, and makes an object of each vector in some JVMs.
        for (int i = 0; i < whole; i += LENGTH) {
            exp(FloatVector.fromArray(FLOATS, x, i).abs().neg()).intoArray(out, i);
        }
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector logit = FloatVector.fromArray(FLOATS, x, i);
            FloatVector e = FloatVector.fromArray(FLOATS, out, i);
            FloatVector rounded = e.add(ONE);
            FloatVector lost = e.sub(rounded.sub(ONE));
            FloatVector softplus = logit.max(ZERO).add(log(rounded).add(lost.div(rounded)));
            softplus.sub(logit.mul(FloatVector.fromArray(FLOATS, t, i))).intoArray(out, i);
        }
        plain.softplusMinus(x, t, out, whole, length);
    }

    @Override
    public void sigmoidMinus(float[] x, float[] t, float factor, float[] out, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector logit = FloatVector.fromArray(FLOATS, x, i);
            FloatVector e = exp(logit.abs().neg());
            FloatVector numerator = e.max(logit.mul(Float.MAX_VALUE).max(ZERO).min(ONE));
            numerator.div(e.add(ONE)).sub(FloatVector.fromArray(FLOATS, t, i)).mul(factor).intoArray(out, i);
        }
        plain.sigmoidMinus(x, t, factor, out, whole, length);
    }

    @Override
    public float sum(float[] x, int from, int length) {
        int whole = FLOATS.loopBound(length);
        // Not the constant, which is an object: every partial sum would be one too.
        FloatVector parts = FloatVector.zero(FLOATS);
        for (int i = 0; i < whole; i += LENGTH) {
            parts = parts.add(FloatVector.fromArray(FLOATS, x, from + i));
        }
        // In an order of its own: that of reduceLanes changes when the JIT compiler takes over.
        parts.intoArray(partialSums, 0);
        float sum = 0;
        for (float part : partialSums) {
            sum += part;
        }
        for (int i = whole; i < length; i++) {
            sum += x[from + i];
        }
        return sum;
    }

    @Override
    public float max(float[] x, int from, int length) {
        int end = from + length;
        FloatVector even = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        FloatVector odd = even;
        int i = from;
        for (; i + 2 * LENGTH <= end; i += 2 * LENGTH) {
            even = even.max(FloatVector.fromArray(FLOATS, x, i));
            odd = odd.max(FloatVector.fromArray(FLOATS, x, i + LENGTH));
        }
        float largest = even.max(odd).reduceLanes(VectorOperators.MAX);
        return ScalarSimd.max(x, i, end - i, largest);
    }

    @Override
    public void max(float[] x, int from, float[] into, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector.fromArray(FLOATS, into, i).max(FloatVector.fromArray(FLOATS, x, from + i)).intoArray(into, i);
        }
        ScalarSimd.max(x, from, into, whole, length);
    }

    @Override
    public void add(float[] x, int from, float[] into, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector.fromArray(FLOATS, into, i).add(FloatVector.fromArray(FLOATS, x, from + i)).intoArray(into, i);
        }
        ScalarSimd.add(x, from, into, whole, length);
    }

    @Override
    public void subtract(float[] x, int from, float[] y, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector.fromArray(FLOATS, x, from + i).sub(FloatVector.fromArray(FLOATS, y, i)).intoArray(x, from + i);
        }
        ScalarSimd.subtract(x, from, y, whole, length);
    }

    @Override
    public void multiply(float[] x, int from, float[] y, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector.fromArray(FLOATS, x, from + i).mul(FloatVector.fromArray(FLOATS, y, i)).intoArray(x, from + i);
        }
        ScalarSimd.multiply(x, from, y, whole, length);
    }

    @Override
    public void divide(float[] x, int from, float[] y, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            FloatVector.fromArray(FLOATS, x, from + i).div(FloatVector.fromArray(FLOATS, y, i)).intoArray(x, from + i);
        }
        ScalarSimd.divide(x, from, y, whole, length);
    }

    /** What the JIT compiler makes of the plain loop takes three times as long. */
    @Override
    public void divide(float[] x, int from, float divisor, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = from; i < from + whole; i += LENGTH) {
            FloatVector.fromArray(FLOATS, x, i).div(divisor).intoArray(x, i);
        }
        plain.divide(x, from + whole, divisor, length - whole);
    }

    @Override
    public void mark(float[] x, int from, float[] y, int value, int[] into, int length) {
        int whole = FLOATS.loopBound(length);
        for (int i = 0; i < whole; i += LENGTH) {
            VectorMask<Float> equal = FloatVector.fromArray(FLOATS, x, from + i).eq(FloatVector.fromArray(FLOATS, y, i));
            IntVector.fromArray(INTS, into, i).blend(value, equal.cast(INTS)).intoArray(into, i);
        }
        ScalarSimd.mark(x, from, y, value, into, whole, length);
    }

    @Override
    public void maskPositive(MemorySegment y, MemorySegment g, MemorySegment out, long from, int length) {
        int whole = 0;
        if (y.isNative() && g.isNative() && out.isNative()) {
            whole = FLOATS.loopBound(length);
            long first = from * Float.BYTES;
            maskPositive(y.address() + first, g.address() + first, out.address() + first, whole / LENGTH);
        }
        plain.maskPositive(y, g, out, from + whole, length - whole);
    }

    private static void maskPositive(long y, long g, long out, int count) {
        for (int i = 0; i < count; i++) {
            VectorMask<Float> positive = FloatVector.fromMemorySegment(FLOATS, MEMORY, y + i * STRIDE, ORDER).compare(VectorOperators.GT, ZERO);
            ZERO.blend(FloatVector.fromMemorySegment(FLOATS, MEMORY, g + i * STRIDE, ORDER), positive)
                    .intoMemorySegment(MEMORY, out + i * STRIDE, ORDER);
        }
    }

    @Override
    public void addBias(MemorySegment x, long firstRow, int rows, MemorySegment bias, boolean positivePart) {
        if (!x.isNative() || !bias.isNative()) {
            plain.addBias(x, firstRow, rows, bias, positivePart);
            return;
        }
        // Where none is wanted, the part above -Infinity: NaN stays there too.
        float least = positivePart ? 0 : Float.NEGATIVE_INFINITY;
        long columns = bias.byteSize();
        int whole = (int) (columns / STRIDE);
        VectorMask<Float> rest = FLOATS.indexInRange(0, (int) (columns % STRIDE / Float.BYTES));
        for (long row = firstRow * columns; row < (firstRow + rows) * columns; row += columns) {
            addBias(x.address() + row, bias.address(), whole, least);
            if (whole * STRIDE < columns) {
                addRest(x.address() + row + whole * STRIDE, bias.address() + whole * STRIDE, rest, least);
            }
        }
    }

    private static void addBias(long row, long bias, int count, float least) {
        for (int i = 0; i < count; i++) {
            FloatVector.fromMemorySegment(FLOATS, MEMORY, row + i * STRIDE, ORDER)
                    .add(FloatVector.fromMemorySegment(FLOATS, MEMORY, bias + i * STRIDE, ORDER))
                    .max(least).intoMemorySegment(MEMORY, row + i * STRIDE, ORDER);
        }
    }

    private static void addRest(long row, long bias, VectorMask<Float> rest, float least) {
        FloatVector.fromMemorySegment(FLOATS, MEMORY, row, ORDER, rest).add(FloatVector.fromMemorySegment(FLOATS, MEMORY, bias, ORDER, rest))
                .max(least).intoMemorySegment(MEMORY, row, ORDER, rest);
    }

    @Override
    public void adam(AdamRates rates, MemorySegment w, MemorySegment m, MemorySegment v, MemorySegment g, long from, int length) {
        int whole = 0;
        if (w.isNative() && m.isNative() && v.isNative() && g.isNative()) {
            whole = FLOATS.loopBound(length);
            long first = from * Float.BYTES;
            adam(rates.beta1(), rates.rest1(), rates.flush1(), rates.beta2(), rates.rest2(), rates.flush2(), rates.stepSize(),
                    rates.rootCorrection(), rates.epsilon(), w.address() + first, m.address() + first, v.address() + first, g.address() + first,
                    whole / LENGTH);
        }
        plain.adam(rates, w, m, v, g, from + whole, length - whole);
    }

    /**
     * One pass, so that memory comes while roots and quotients are computed. It is longer than what the JIT compiler inlines, but for what the JDK
     * forces it to: there is no method of our own in the loop.
     */
    private static void adam(
            float beta1, float rest1, float flush1, float beta2, float rest2, float flush2, float stepSize, float rootCorrection, float epsilon,
            long w, long m, long v, long g, int count) {
        for (int i = 0; i < count; i++) {
            FloatVector gradient = FloatVector.fromMemorySegment(FLOATS, MEMORY, g + i * STRIDE, ORDER);
            FloatVector mean = FloatVector.fromMemorySegment(FLOATS, MEMORY, m + i * STRIDE, ORDER).mul(beta1).add(gradient.mul(rest1));
            mean = mean.blend(ZERO, mean.abs().lt(flush1));
            FloatVector square = FloatVector.fromMemorySegment(FLOATS, MEMORY, v + i * STRIDE, ORDER).mul(beta2)
                    .add(gradient.mul(rest2).mul(gradient));
            square = square.blend(ZERO, square.lt(flush2));
            FloatVector divisor = square.sqrt().mul(rootCorrection).add(epsilon);
            FloatVector weight = FloatVector.fromMemorySegment(FLOATS, MEMORY, w + i * STRIDE, ORDER).sub(mean.mul(stepSize).div(divisor));
            mean.intoMemorySegment(MEMORY, m + i * STRIDE, ORDER);
            square.intoMemorySegment(MEMORY, v + i * STRIDE, ORDER);
            weight.intoMemorySegment(MEMORY, w + i * STRIDE, ORDER);
        }
    }
}
