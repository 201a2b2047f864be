/** Programs in the formats of others. */
@NullMarked
package dev.gumbel.vae.export;

import org.jspecify.annotations.NullMarked;
