/** The page about a benchmark run: bench.html. */
@NullMarked
package dev.gumbel.bench.page;

import org.jspecify.annotations.NullMarked;
