/** What people do with a trained run: sample, reconstruct, encode, evaluate. */
@NullMarked
package dev.gumbel.vae.trained;

import org.jspecify.annotations.NullMarked;
