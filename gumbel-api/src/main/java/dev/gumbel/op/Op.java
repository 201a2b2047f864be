package dev.gumbel.op;

/**
 * What a tensor does with its inputs: a record of attributes, compared by value.
 *
 * <p>The families are sealed and so are their records. {@link Leaf}, {@link Unary}, {@link Binary}, {@link Movement}, {@link Contraction} and
 * {@link Selection} are primitive; every backend computes all of them. {@link Fused} ops have a derivation into primitives, and a backend
 * claims those it computes itself.
 */
public sealed interface Op permits Leaf, Unary, Binary, Movement, Contraction, Selection, Fused {

    /** The name used in messages and printed graphs, as in {@code matMul}. */
    default String label() {
        String name = getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
