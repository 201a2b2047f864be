/** Loops over arrays of floats that the JIT compiler does not turn into vector instructions by itself. */
@NullMarked
package dev.gumbel.kernels.simd;

import org.jspecify.annotations.NullMarked;
