package dev.gumbel.vae.train;

/**
 * What an epoch has to show: rows of grey values in [0, 1], one image each.
 *
 * @param epoch counted from 1
 */
public record Pictures(
        int epoch, int rows, int columns, float[][] trainReconstructions, float[][] testOriginals, float[][] testReconstructions,
        float[][] samples) {}
