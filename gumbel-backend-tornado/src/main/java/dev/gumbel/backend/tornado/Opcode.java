package dev.gumbel.backend.tornado;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Unary;

/** Numbers of the instructions that {@link KernelBodies} carries out: compile-time constants, as kernels know no enums. */
final class Opcode {
    /** Elementwise from here to {@link #WHERE}. */
    static final int COPY = 0;
    static final int NEG = 1;
    static final int EXP = 2;
    static final int LOG = 3;
    static final int SQRT = 4;
    static final int SIGMOID = 5;
    static final int TANH = 6;
    static final int RELU = 7;
    static final int SOFTPLUS = 8;
    static final int ADD = 9;
    static final int SUB = 10;
    static final int MUL = 11;
    static final int DIV = 12;
    static final int MAXIMUM = 13;
    static final int MINIMUM = 14;
    static final int GREATER = 15;
    static final int GREATER_OR_EQUAL = 16;
    static final int EQUAL = 17;
    /** b where a is above 0, else 0: the gradient of a ReLU. */
    static final int MASK = 18;
    /** softplus(a) - a b: -log Bernoulli(b; sigmoid(a)). */
    static final int NLL = 19;
    /** sigmoid(a) - b: the gradient of {@link #NLL}. */
    static final int NLL_GRADIENT = 20;
    static final int WHERE = 21;
    static final int COPY_IN = 22;
    static final int COPY_OUT = 23;
    static final int SUM = 24;
    static final int MAX = 25;
    static final int SOFTMAX = 26;
    static final int SOFTMAX_GRADIENT = 27;
    static final int ARGMAX = 28;
    static final int MATMUL = 29;
    static final int GATHER = 30;
    static final int SCATTER = 31;
    static final int ADAM = 32;
    /** Gumbel noise; the other kinds' draws have kernels of their own, as one kernel has no room for them all. */
    static final int DRAW = 33;
    /** A matrix product by tiles, always with a kernel of its own. */
    static final int PRODUCT = 34;
    static final int DRAW_UNIFORM = 35;
    static final int DRAW_EXPONENTIAL = 36;
    static final int DRAW_LOGISTIC = 37;
    static final int DRAW_NORMAL = 38;
    /** Added to the number of a unary function: that function of a + b. */
    static final int BIASED = 64;

    private Opcode() {}

    /** Whether an instruction, however small, is none for the kernel that carries out lists of them. */
    static boolean isNeverListed(int opcode) {
        return opcode >= PRODUCT && opcode <= DRAW_NORMAL;
    }

    static int of(NoiseKind kind) {
        return switch (kind) {
            case GUMBEL -> DRAW;
            case UNIFORM -> DRAW_UNIFORM;
            case EXPONENTIAL -> DRAW_EXPONENTIAL;
            case LOGISTIC -> DRAW_LOGISTIC;
            case NORMAL -> DRAW_NORMAL;
        };
    }

    static int of(Unary op) {
        return switch (op) {
            case Unary.Neg _ -> NEG;
            case Unary.Exp _ -> EXP;
            case Unary.Log _ -> LOG;
            case Unary.Sqrt _ -> SQRT;
            case Unary.Sigmoid _ -> SIGMOID;
            case Unary.Tanh _ -> TANH;
            case Unary.Relu _ -> RELU;
            case Unary.Softplus _ -> SOFTPLUS;
            case Unary.Detach _ -> COPY;
            default -> throw new UnsupportedOperationException("backend 'tornado' does not know " + op);
        };
    }

    /** What follows a matrix product: a bias is added, then the activation. */
    static int of(Activation activation) {
        return switch (activation) {
            case LINEAR -> ADD;
            case RELU -> BIASED + RELU;
            case SIGMOID -> BIASED + SIGMOID;
            case TANH -> BIASED + TANH;
        };
    }

    static int of(Binary op) {
        return switch (op) {
            case Binary.Add _ -> ADD;
            case Binary.Sub _ -> SUB;
            case Binary.Mul _ -> MUL;
            case Binary.Div _ -> DIV;
            case Binary.Maximum _ -> MAXIMUM;
            case Binary.Minimum _ -> MINIMUM;
            case Binary.Greater _ -> GREATER;
            case Binary.GreaterOrEqual _ -> GREATER_OR_EQUAL;
            case Binary.Equal _ -> EQUAL;
            default -> throw new UnsupportedOperationException("backend 'tornado' does not know " + op);
        };
    }
}
