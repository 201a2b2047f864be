package dev.gumbel.vae.train;

/**
 * What there is to see of the latents at an epoch's end.
 *
 * @param code the traversed test image's category of each latent that is shown
 * @param traversal decoded images in [0, 1], one a row of pixels: for each latent shown, what becomes of that image with each category in its place
 */
public record Latents(LatentUse use, int rows, int columns, int[] code, float[][] traversal) {}
