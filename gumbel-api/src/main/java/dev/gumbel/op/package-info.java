/**
 * The vocabulary of the graph: shapes, data types and the sealed {@link dev.gumbel.op.Op} with all its records.
 *
 * <p>An op is data: a record of attributes. What it computes is said once for each concern (shape, gradient, derivation, reference) by an
 * exhaustive {@code switch} in the package that owns the concern, so a new op does not compile until all of them know it.
 */
@NullMarked
package dev.gumbel.op;

import org.jspecify.annotations.NullMarked;
