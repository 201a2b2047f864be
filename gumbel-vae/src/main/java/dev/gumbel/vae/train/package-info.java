/** Training: options, the loop, its metrics, and the folder a run leaves behind. Prints nothing. */
@NullMarked
package dev.gumbel.vae.train;

import org.jspecify.annotations.NullMarked;
