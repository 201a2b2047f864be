/** The page of a run while it trains: a small server on this machine alone. Loaded only when asked for. */
@NullMarked
package dev.gumbel.vae.dashboard;

import org.jspecify.annotations.NullMarked;
