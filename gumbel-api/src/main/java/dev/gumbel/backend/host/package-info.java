/** Fused Java kernels for libraries whose arrays lie in host memory; matrix products stay the library's. */
@NullMarked
package dev.gumbel.backend.host;

import org.jspecify.annotations.NullMarked;
