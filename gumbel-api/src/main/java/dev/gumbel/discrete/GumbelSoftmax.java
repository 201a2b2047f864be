package dev.gumbel.discrete;

import dev.gumbel.op.Fused;
import dev.gumbel.tensor.Tensor;

/**
 * The Gumbel-softmax (Jang et al. 2017) or Concrete (Maddison et al. 2017) relaxation: softmax((logits + noise) / temperature).
 *
 * <p>{@link #soft()} passes the relaxed sample on. {@link #hard()} passes the exact one-hot sample on and the gradient of the relaxed one back
 * (straight-through): what a decoder sees is discrete, and the logits are trained all the same, by a biased gradient.
 */
public final class GumbelSoftmax implements Relaxation {
    private static final GumbelSoftmax SOFT = new GumbelSoftmax(false);
    private static final GumbelSoftmax HARD = new GumbelSoftmax(true);

    private final boolean hard;

    private GumbelSoftmax(boolean hard) {
        this.hard = hard;
    }

    /** Samples on the simplex, with exact gradients of the relaxation. */
    public static GumbelSoftmax soft() {
        return SOFT;
    }

    /** One-hot samples, with the gradient of the soft ones. */
    public static GumbelSoftmax hard() {
        return HARD;
    }

    @Override
    public Tensor sample(Tensor logits, Tensor temperature, Tensor noise) {
        Tensor soft = Tensor.apply(new Fused.GumbelSoftmax(), logits, noise, temperature);
        // argmax of logits + noise, not of the soft sample: rounding may make two soft classes equal.
        return hard ? GumbelMax.draw(logits, noise).straightThrough(soft) : soft;
    }

    @Override
    public String toString() {
        return hard ? "straight-through Gumbel-softmax" : "Gumbel-softmax";
    }
}
