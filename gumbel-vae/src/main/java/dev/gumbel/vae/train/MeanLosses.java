package dev.gumbel.vae.train;

import dev.gumbel.backend.Results;
import dev.gumbel.model.CategoricalVae;

/** Mean losses, weighted by the number of images behind each part. */
public final class MeanLosses {
    private double loss;
    private double reconstruction;
    private double kl;
    private long images;

    MeanLosses() {}

    /** Sums from which adding goes on. */
    MeanLosses(double loss, double reconstruction, double kl, long images) {
        this.loss = loss;
        this.reconstruction = reconstruction;
        this.kl = kl;
        this.images = images;
    }

    MeanLosses copy() {
        return new MeanLosses(loss, reconstruction, kl, images);
    }

    /** Adds a batch and returns its loss. */
    double add(Results results, int batchSize) {
        double batchLoss = results.get(CategoricalVae.LOSS).item();
        loss += batchLoss * batchSize;
        reconstruction += results.get(CategoricalVae.RECONSTRUCTION).item() * batchSize;
        kl += results.get(CategoricalVae.KL).item() * batchSize;
        images += batchSize;
        return batchLoss;
    }

    public double loss() {
        return loss / images;
    }

    public double reconstruction() {
        return reconstruction / images;
    }

    public double kl() {
        return kl / images;
    }

    double lossSum() {
        return loss;
    }

    double reconstructionSum() {
        return reconstruction;
    }

    double klSum() {
        return kl;
    }

    long images() {
        return images;
    }
}
