/** Runs programs on ND4J. */
@NullMarked
package dev.gumbel.backend.nd4j;

import org.jspecify.annotations.NullMarked;
