/**
 * Programs, their gradients and what a compiler needs of them: verification, lowering, simplification, printing.
 *
 * <p>Every traversal is iterative, so depth is bounded by memory and not by the stack.
 */
@NullMarked
package dev.gumbel.graph;

import org.jspecify.annotations.NullMarked;
