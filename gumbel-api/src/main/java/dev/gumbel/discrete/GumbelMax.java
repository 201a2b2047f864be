package dev.gumbel.discrete;

import dev.gumbel.tensor.Tensor;

/** Exact categorical samples as one-hot argmax(logits + noise) (Gumbel 1954); no gradient passes, and the temperature has no effect. */
public final class GumbelMax implements Relaxation {
    private static final GumbelMax INSTANCE = new GumbelMax();

    private GumbelMax() {}

    public static GumbelMax exact() {
        return INSTANCE;
    }

    /** One-hot samples with probabilities softmax(logits). */
    public static Tensor draw(Tensor logits, Tensor noise) {
        return logits.add(noise).oneHotArgmax();
    }

    @Override
    public Tensor sample(Tensor logits, Tensor temperature, Tensor noise) {
        return draw(logits, noise);
    }

    @Override
    public String toString() {
        return "Gumbel-max";
    }
}
