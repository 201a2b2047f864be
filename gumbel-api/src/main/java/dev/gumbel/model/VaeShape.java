package dev.gumbel.model;

import dev.gumbel.op.Activation;
import java.util.List;

/**
 * The sizes of a categorical VAE.
 *
 * @param pixels pixels of an image
 * @param hidden widths of the encoder's hidden layers; the decoder's are the same in reverse
 * @param latents number of categorical latent variables
 * @param categories classes of each
 * @param logits the activation of the encoder's last layer: {@code RELU} as in the article, or {@code LINEAR}
 */
public record VaeShape(int pixels, List<Integer> hidden, int latents, int categories, Activation logits) {
    public VaeShape {
        hidden = List.copyOf(hidden);
        require(pixels >= 1, "pixels", pixels, 1);
        hidden.forEach(width -> require(width >= 1, "hidden width", width, 1));
        require(latents >= 1, "latents", latents, 1);
        require(categories >= 2, "categories", categories, 2);
    }

    /** The article's: 784-512-256, 30 latents of 10 categories, ReLU on the logits too. */
    public static VaeShape article() {
        return new VaeShape(784, List.of(512, 256), 30, 10, Activation.RELU);
    }

    private static void require(boolean condition, String what, int value, int least) {
        if (!condition) {
            throw new IllegalArgumentException("vae: %s %d must be at least %d".formatted(what, value, least));
        }
    }

    /** All logits of an image. */
    int code() {
        return Math.multiplyExact(latents, categories);
    }
}
