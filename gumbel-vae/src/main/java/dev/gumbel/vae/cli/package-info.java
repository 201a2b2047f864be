/** The command line {@code gumbel}. */
@NullMarked
package dev.gumbel.vae.cli;

import org.jspecify.annotations.NullMarked;
