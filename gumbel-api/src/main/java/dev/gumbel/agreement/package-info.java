/** How results are judged to agree: by the conformance suite and by whoever compares backends, in the same words. */
@NullMarked
package dev.gumbel.agreement;

import org.jspecify.annotations.NullMarked;
