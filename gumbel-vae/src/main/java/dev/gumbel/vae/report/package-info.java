/** What people look at: pictures of a run. */
@NullMarked
package dev.gumbel.vae.report;

import org.jspecify.annotations.NullMarked;
