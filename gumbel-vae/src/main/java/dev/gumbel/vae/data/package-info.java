/** Where images come from: IDX files, checked, and batches of them gathered ahead of the training. */
@NullMarked
package dev.gumbel.vae.data;

import org.jspecify.annotations.NullMarked;
