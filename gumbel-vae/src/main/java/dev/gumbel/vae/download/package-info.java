/** Fetches files over the network and keeps only those whose checksum is right. */
@NullMarked
package dev.gumbel.vae.download;

import org.jspecify.annotations.NullMarked;
