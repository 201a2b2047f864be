/** Layers, losses and optimisers over graphs. */
@NullMarked
package dev.gumbel.nn;

import org.jspecify.annotations.NullMarked;
