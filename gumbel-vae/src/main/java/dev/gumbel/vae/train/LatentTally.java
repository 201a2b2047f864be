package dev.gumbel.vae.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Adds up the encoder's answers, batch after batch. */
final class LatentTally {
    private static final int MOST_CELLS = 2000;

    private final int latents;
    private final int categories;
    private final int batchSize;
    private final boolean counted;
    private final double[] entropy;
    private final double[] mean;
    private final List<int[][]> byLabel = new ArrayList<>();
    private int images;

    LatentTally(int latents, int categories, int batchSize) {
        this.latents = latents;
        this.categories = categories;
        this.batchSize = batchSize;
        this.counted = (long) latents * categories <= MOST_CELLS;
        this.entropy = new double[latents];
        this.mean = new double[latents * categories];
    }

    /** Adds a batch of logits [batch, latents, categories] and the labels of its images. */
    void add(float[] logits, byte... labels) {
        double[] q = new double[categories];
        for (int row = 0; row < batchSize; row++) {
            for (int latent = 0; latent < latents; latent++) {
                int start = (row * latents + latent) * categories;
                softmax(logits, start, q);
                for (int k = 0; k < categories; k++) {
                    mean[latent * categories + k] += q[k];
                }
                entropy[latent] += entropy(q, 1);
                if (counted) {
                    cells(labels[row] & 0xFF)[latent][Codes.argmax(logits, start, categories)]++;
                }
            }
        }
        images += batchSize;
    }

    private int[][] cells(int label) {
        while (byLabel.size() <= label) {
            byLabel.add(new int[latents][categories]);
        }
        return byLabel.get(label);
    }

    private static void softmax(float[] logits, int start, double... q) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < q.length; k++) {
            most = Math.max(most, logits[start + k]);
        }
        double sum = 0;
        for (int k = 0; k < q.length; k++) {
            q[k] = Math.exp(logits[start + k] - most);
            sum += q[k];
        }
        for (int k = 0; k < q.length; k++) {
            q[k] /= sum;
        }
    }

    /** Of weights that sum up to a total; 0 log 0 is 0. */
    private static double entropy(double[] weights, double total) {
        return Arrays.stream(weights).map(weight -> weight / total).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum();
    }

    LatentUse use(int epoch) {
        double[] entropies = Arrays.stream(entropy).map(sum -> sum / images).toArray();
        double[] kl = Arrays.stream(entropies).map(mean -> Math.log(categories) - mean).toArray();
        double[] information = new double[latents];
        Arrays.setAll(information, latent -> entropy(
                Arrays.copyOfRange(mean, latent * categories, (latent + 1) * categories), images) - entropies[latent]);
        int[][] codes = new int[counted ? latents : 0][categories];
        for (int[][] label : byLabel) {
            for (int latent = 0; latent < latents; latent++) {
                for (int k = 0; k < categories; k++) {
                    codes[latent][k] += label[latent][k];
                }
            }
        }
        return new LatentUse(epoch, images, entropies, kl, information, codes, byLabel);
    }
}
