package dev.gumbel.vae.train;

import java.util.List;

/**
 * One line of latents.jsonl: what the model used its latents for at an epoch's end, looked at on the first test images. All means are in nats.
 *
 * @param epoch counted from 1
 * @param images how many were looked at
 * @param entropy of each latent's q(z|x), the images' mean: 0 where the encoder is certain, log(categories) where it says nothing
 * @param kl of each latent, the images' mean: log(categories) less the entropy
 * @param information of each latent: how much of its KL tells images apart, I(x; z)
 * @param codes for each latent, how many images had each category as their most probable one
 * @param codesByLabel the same for the images of each label, by label, latent, category; both empty where there are too many categories to show
 */
public record LatentUse(
        int epoch, int images, double[] entropy, double[] kl, double[] information, int[][] codes, List<int[][]> codesByLabel) {}
