/** Fused Java kernels for libraries whose arrays lie in host memory. */
@NullMarked
package dev.gumbel.kernels;

import org.jspecify.annotations.NullMarked;
