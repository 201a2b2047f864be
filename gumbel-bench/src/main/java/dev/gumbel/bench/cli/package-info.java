/** The command "bench" of the command line. */
@NullMarked
package dev.gumbel.bench.cli;

import org.jspecify.annotations.NullMarked;
