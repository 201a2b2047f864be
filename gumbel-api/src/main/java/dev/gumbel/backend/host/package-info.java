/** Fused Java kernels for libraries whose arrays lie in host memory. */
@NullMarked
package dev.gumbel.backend.host;

import org.jspecify.annotations.NullMarked;
