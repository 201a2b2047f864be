package dev.gumbel.vae.train;

import java.util.Arrays;

/** The discrete codes that an encoder's logits stand for. */
public final class Codes {
    private Codes() {}

    /** The most probable category of each latent, the first of equals. */
    public static int[] of(float[] logits, int latents, int categories) {
        int[] code = new int[latents];
        Arrays.setAll(code, latent -> argmax(logits, latent * categories, categories));
        return code;
    }

    /** Which of so many values is the largest, the first of equals. */
    static int argmax(float[] values, int start, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            best = values[start + k] > values[start + best] ? k : best;
        }
        return best;
    }
}
