/**
 * Random numbers without state: a draw is a pure function of seed, domain, step, name and index, so threads, backends and resumption do not
 * change it. The page docs/noise-v1.md defines every bit.
 */
@NullMarked
package dev.gumbel.random;

import org.jspecify.annotations.NullMarked;
