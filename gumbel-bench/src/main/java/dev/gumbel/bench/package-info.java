/** What our own code costs, by backend, kernels and size: each benchmark is a program on a session. */
@NullMarked
package dev.gumbel.bench;

import org.jspecify.annotations.NullMarked;
