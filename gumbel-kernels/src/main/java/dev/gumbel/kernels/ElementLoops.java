package dev.gumbel.kernels;

import dev.gumbel.graph.Scalars;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Unary;

/** Elementwise ops over the first elements of arrays, each a loop of its own, so that the JIT compiler makes vectors of those it can. */
final class ElementLoops {
    private ElementLoops() {}

    static void unary(Unary op, float[] x, float[] out, int length) {
        switch (op) {
            case Unary.Neg _ -> negate(x, out, length);
            case Unary.Sqrt _ -> sqrt(x, out, length);
            case Unary.Relu _ -> relu(x, out, length);
            case Unary.Detach _ -> System.arraycopy(x, 0, out, 0, length);
            default -> inDouble(op, x, out, length);
        }
    }

    private static void negate(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = -x[i];
        }
    }

    private static void sqrt(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = (float) Math.sqrt(x[i]);
        }
    }

    private static void relu(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.max(x[i], 0);
        }
    }

    /** The definition, for what no loop here knows. */
    private static void inDouble(Unary op, float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = (float) Scalars.unary(op, x[i]);
        }
    }

    static void binary(Binary op, float[] a, float[] b, float[] out, int length) {
        switch (op) {
            case Binary.Add _ -> add(a, b, out, length);
            case Binary.Sub _ -> subtract(a, b, out, length);
            case Binary.Mul _ -> FloatLoops.product(a, b, out, length);
            case Binary.Div _ -> divide(a, b, out, length);
            case Binary.Maximum _ -> maximum(a, b, out, length);
            case Binary.Minimum _ -> minimum(a, b, out, length);
            case Binary.Greater _ -> greater(a, b, out, length);
            case Binary.GreaterOrEqual _ -> greaterOrEqual(a, b, out, length);
            case Binary.Equal _ -> equal(a, b, out, length);
            default -> inDouble(op, a, b, out, length);
        }
    }

    private static void add(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a[i] + b[i];
        }
    }

    private static void subtract(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a[i] - b[i];
        }
    }

    private static void divide(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a[i] / b[i];
        }
    }

    private static void maximum(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.max(a[i], b[i]);
        }
    }

    private static void minimum(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.min(a[i], b[i]);
        }
    }

    private static void greater(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a[i] > b[i] ? 1 : 0;
        }
    }

    private static void greaterOrEqual(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a[i] >= b[i] ? 1 : 0;
        }
    }

    private static void equal(float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a[i] == b[i] ? 1 : 0;
        }
    }

    /** Compares elements of a with those of b, in place of a. */
    static void compare(Binary op, int[] a, int[] b, int length) {
        switch (op) {
            case Binary.Greater _ -> greater(a, b, length);
            case Binary.GreaterOrEqual _ -> greaterOrEqual(a, b, length);
            case Binary.Equal _ -> equal(a, b, length);
            default -> throw new UnsupportedOperationException("op " + op.label() + " of INT32");
        }
    }

    private static void greater(int[] a, int[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] = a[i] > b[i] ? 1 : 0;
        }
    }

    private static void greaterOrEqual(int[] a, int[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] = a[i] >= b[i] ? 1 : 0;
        }
    }

    private static void equal(int[] a, int[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] = a[i] == b[i] ? 1 : 0;
        }
    }

    private static void inDouble(Binary op, float[] a, float[] b, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = (float) Scalars.binary(op, a[i], b[i]);
        }
    }
}
