/** The specification as a backend: plain loops in double, written to be read. The oracle of the conformance suite and the fallback of last resort. */
@NullMarked
package dev.gumbel.backend.reference;

import org.jspecify.annotations.NullMarked;
