/** The contract between programs and what runs them, and how a backend is found. */
@NullMarked
package dev.gumbel.backend;

import org.jspecify.annotations.NullMarked;
