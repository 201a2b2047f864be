/** The same training on several backends, each in a process of its own, laid side by side. */
@NullMarked
package dev.gumbel.vae.compare;

import org.jspecify.annotations.NullMarked;
