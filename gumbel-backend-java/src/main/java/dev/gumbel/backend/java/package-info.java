/** Runs programs in Java alone: no library, no native code. */
@NullMarked
package dev.gumbel.backend.java;

import org.jspecify.annotations.NullMarked;
