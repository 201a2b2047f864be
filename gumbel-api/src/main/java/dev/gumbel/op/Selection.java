package dev.gumbel.op;

/** Ops that choose, join or scatter elements. */
public sealed interface Selection extends Op {

    /** Inputs (condition, a, b), broadcast together: a where the condition, of their type or INT32, is not 0, else b. */
    record Where() implements Selection {}

    /** The inputs joined along one axis. */
    record Concat(int axis) implements Selection {}

    /** Inputs (table [n, ...], ids INT32 [...]): the rows of the table the ids name; shape ids + row. */
    record Gather() implements Selection {}

    /** Inputs (updates ids + row, ids INT32): zeros [rows, ...] to which each update is added at the row its id names. */
    record ScatterAdd(int rows) implements Selection {}

    /** 1 at the largest element of each row of the last axis, at the first of equals, and 0 elsewhere; a row that holds NaN becomes NaN. */
    record OneHotArgmax() implements Selection {}

    /** Inputs (hard, soft) of one shape: the value is exactly hard, the gradient goes to soft alone. */
    record StraightThrough() implements Selection {}
}
