package dev.gumbel.op;

/** Elementwise ops of one input; the result has its shape and type. NaN in, NaN out. */
public sealed interface Unary extends Op {

    /** -x. */
    record Neg() implements Unary {}

    /** e^x. */
    record Exp() implements Unary {}

    /** The natural logarithm; -infinity at 0, NaN below. */
    record Log() implements Unary {}

    /** The square root; NaN below 0. */
    record Sqrt() implements Unary {}

    /** 1 / (1 + e^-x). */
    record Sigmoid() implements Unary {}

    /** The hyperbolic tangent. */
    record Tanh() implements Unary {}

    /** max(x, 0). */
    record Relu() implements Unary {}

    /** log(1 + e^x), without overflow. */
    record Softplus() implements Unary {}

    /** x itself, through which no gradient passes. */
    record Detach() implements Unary {}
}
