/** Runs programs on PyTorch through the Deep Java Library. */
@NullMarked
package dev.gumbel.backend.djl;

import org.jspecify.annotations.NullMarked;
