package dev.gumbel.op;

/**
 * Elementwise ops of two inputs of one floating type, broadcast by NumPy's rule. Comparisons take INT32 as well, give 1 or 0 in their inputs' type,
 * and 0 where one side is NaN.
 */
public sealed interface Binary extends Op {

    /** a + b. */
    record Add() implements Binary {}

    /** a - b. */
    record Sub() implements Binary {}

    /** a b. */
    record Mul() implements Binary {}

    /** a / b. */
    record Div() implements Binary {}

    /** The larger of a and b; NaN if either is. */
    record Maximum() implements Binary {}

    /** The smaller of a and b; NaN if either is. */
    record Minimum() implements Binary {}

    /** 1 where a > b. */
    record Greater() implements Binary {}

    /** 1 where a >= b. */
    record GreaterOrEqual() implements Binary {}

    /** 1 where a = b. */
    record Equal() implements Binary {}
}
