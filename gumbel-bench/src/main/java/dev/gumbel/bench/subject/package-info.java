/** Who is measured: Gumbel's backends, users of the libraries beneath them, and the floors. */
@NullMarked
package dev.gumbel.bench.subject;

import org.jspecify.annotations.NullMarked;
