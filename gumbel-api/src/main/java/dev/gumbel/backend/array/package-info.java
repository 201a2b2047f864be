/**
 * For backends over an array library: {@link dev.gumbel.backend.array.Kernels} is what they implement, and the one interpreter behind
 * {@link dev.gumbel.backend.array.ArrayBackend} runs compiled programs over it.
 */
@NullMarked
package dev.gumbel.backend.array;

import org.jspecify.annotations.NullMarked;
