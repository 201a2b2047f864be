/** What measurements came to: the file of raw samples, medians with spread, and what became slower or faster. */
@NullMarked
package dev.gumbel.bench.result;

import org.jspecify.annotations.NullMarked;
