package dev.gumbel.vae.train;

import dev.gumbel.backend.Results;
import dev.gumbel.model.CategoricalVae;

/** Mean losses, weighted by the number of images behind each part. */
final class Losses {
    private double loss;
    private double reconstruction;
    private double kl;
    private long images;

    /** Adds a batch and returns its loss. */
    double add(Results results, int batchSize) {
        double batchLoss = results.get(CategoricalVae.LOSS).item();
        loss += batchLoss * batchSize;
        reconstruction += results.get(CategoricalVae.RECONSTRUCTION).item() * batchSize;
        kl += results.get(CategoricalVae.KL).item() * batchSize;
        images += batchSize;
        return batchLoss;
    }

    double loss() {
        return loss / images;
    }

    double reconstruction() {
        return reconstruction / images;
    }

    double kl() {
        return kl / images;
    }
}
