package dev.gumbel.lanes;

import java.util.Arrays;

/** Plain loops; also the last elements of {@link VectorLanes}. */
final class ScalarLanes implements Lanes {
    private static final int PARTS = 8;

    private final float[] parts = new float[PARTS];

    @Override
    public void exp(float[] x, int length) {
        exp(x, 0, length);
    }

    static void exp(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] < Polynomials.LOWEST ? 0 : exp(x[i]);
        }
    }

    /** 2^n e^r with x = n log 2 + r. */
    private static float exp(float x) {
        float rounded = Math.fma(x, Polynomials.LOG2_E, Polynomials.ROUND);
        float n = rounded - Polynomials.ROUND;
        float r = Math.fma(n, -Polynomials.LN2_LOW, Math.fma(n, -Polynomials.LN2_HIGH, x));
        float p = Math.fma(Polynomials.E0, r, Polynomials.E1);
        p = Math.fma(p, r, Polynomials.E2);
        p = Math.fma(p, r, Polynomials.E3);
        p = Math.fma(p, r, Polynomials.E4);
        p = Math.fma(p, r, Polynomials.E5);
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << Polynomials.EXPONENT_BITS) + Polynomials.ONE_BITS);
        return (Math.fma(p, r * r, r) + 1) * power;
    }

    @Override
    public void log(float[] x, int length) {
        log(x, 0, length);
    }

    static void log(float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = log(x[i]);
        }
    }

    /** n log 2 + log(1 + h) with x = 2^n (1 + h). */
    private static float log(float x) {
        int bits = Float.floatToRawIntBits(x);
        int exponent = bits - Polynomials.SQRT_HALF_BITS >> Polynomials.EXPONENT_BITS;
        float h = Float.intBitsToFloat(bits - (exponent << Polynomials.EXPONENT_BITS)) - 1;
        float p = Math.fma(Polynomials.L0, h, Polynomials.L1);
        p = Math.fma(p, h, Polynomials.L2);
        p = Math.fma(p, h, Polynomials.L3);
        p = Math.fma(p, h, Polynomials.L4);
        p = Math.fma(p, h, Polynomials.L5);
        p = Math.fma(p, h, Polynomials.L6);
        p = Math.fma(p, h, Polynomials.L7);
        p = Math.fma(p, h, Polynomials.L8);
        float square = h * h;
        float tail = Math.fma(exponent, Polynomials.LN2_LOW, p * h * square);
        return x != x ? x : Math.fma(exponent, Polynomials.LN2_HIGH, Math.fma(square, -0.5f, tail) + h);
    }

    @Override
    public float sum(float[] x, int from, int length) {
        Arrays.fill(parts, 0);
        int whole = length - length % PARTS;
        for (int i = 0; i < whole; i += PARTS) {
            for (int part = 0; part < PARTS; part++) {
                parts[part] += x[from + i + part];
            }
        }
        float sum = 0;
        for (float part : parts) {
            sum += part;
        }
        for (int i = whole; i < length; i++) {
            sum += x[from + i];
        }
        return sum;
    }

    @Override
    public void maskPositive(float[] y, float[] g, int length) {
        maskPositive(y, g, 0, length);
    }

    static void maskPositive(float[] y, float[] g, int from, int to) {
        for (int i = from; i < to; i++) {
            g[i] = y[i] > 0 ? g[i] : 0;
        }
    }

    @Override
    public void adam(AdamRates rates, float[] w, float[] m, float[] v, float[] g, int length) {
        adam(rates, w, m, v, g, 0, length);
    }

    static void adam(AdamRates rates, float[] w, float[] m, float[] v, float[] g, int from, int to) {
        average(rates.beta1(), rates.rest1(), m, g, from, to);
        averageSquares(rates.beta2(), rates.rest2(), v, g, from, to);
        flush(m, 1 / rates.flush1(), v, 1 / rates.flush2(), from, to);
        descend(rates.stepSize(), rates.rootCorrection(), rates.epsilon(), w, m, v, from, to);
    }

    private static void average(float beta, float rest, float[] m, float[] g, int from, int to) {
        for (int i = from; i < to; i++) {
            m[i] = beta * m[i] + rest * g[i];
        }
    }

    private static void averageSquares(float beta, float rest, float[] v, float[] g, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = beta * v[i] + rest * g[i] * g[i];
        }
    }

    /** Multiplies by 1, or by 0 below the thresholds: unlike a comparison, that is something the JIT turns into vector instructions. */
    private static void flush(float[] m, float inverse1, float[] v, float inverse2, int from, int to) {
        for (int i = from; i < to; i++) {
            m[i] *= (int) Math.min(Math.abs(m[i]) * inverse1, 1f);
            v[i] *= (int) Math.min(v[i] * inverse2, 1f);
        }
    }

    private static void descend(float stepSize, float rootCorrection, float epsilon, float[] w, float[] m, float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= stepSize * m[i] / ((float) Math.sqrt(v[i]) * rootCorrection + epsilon);
        }
    }
}
