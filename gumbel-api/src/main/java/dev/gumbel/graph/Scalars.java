package dev.gumbel.graph;

import dev.gumbel.op.Binary;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Unary;

/** Arithmetic on single numbers: what elementwise ops are, in double, rounded once to the type. */
public final class Scalars {
    private Scalars() {}

    static double unary(Unary op, double x, DataType type) {
        return round(unary(op, x), type);
    }

    static double binary(Binary op, double a, double b, DataType type) {
        return round(binary(op, a, b), type);
    }

    /** The op on one number, in double. */
    public static double unary(Unary op, double x) {
        return switch (op) {
            case Unary.Neg _ -> -x;
            case Unary.Exp _ -> Math.exp(x);
            case Unary.Log _ -> Math.log(x);
            case Unary.Sqrt _ -> Math.sqrt(x);
            case Unary.Sigmoid _ -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
            case Unary.Tanh _ -> Math.tanh(x);
            case Unary.Relu _ -> Math.max(x, 0);
            case Unary.Softplus _ -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case Unary.Detach _ -> x;
        };
    }

    /** The op on two numbers, in double. */
    public static double binary(Binary op, double a, double b) {
        return switch (op) {
            case Binary.Add _ -> a + b;
            case Binary.Sub _ -> a - b;
            case Binary.Mul _ -> a * b;
            case Binary.Div _ -> a / b;
            case Binary.Maximum _ -> Math.max(a, b);
            case Binary.Minimum _ -> Math.min(a, b);
            case Binary.Greater _ -> a > b ? 1 : 0;
            case Binary.GreaterOrEqual _ -> a >= b ? 1 : 0;
            case Binary.Equal _ -> a == b ? 1 : 0;
        };
    }

    private static double round(double value, DataType type) {
        return type == DataType.FLOAT32 ? (float) value : value;
    }
}
