/** Compiles programs to OpenCL with TornadoVM. */
@NullMarked
package dev.gumbel.backend.tornado;

import org.jspecify.annotations.NullMarked;
