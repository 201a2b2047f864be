package dev.gumbel.discrete;

import dev.gumbel.tensor.Tensor;

/** How a sample is made from logits, temperature and noise; kept apart from the models that draw. */
@FunctionalInterface
public interface Relaxation {

    /**
     * A sample for each row of the last axis.
     *
     * @param logits unnormalised log probabilities; -infinity masks a class
     * @param temperature a scalar above 0
     * @param noise standard Gumbel noise of the logits' shape
     * @return a tensor of the logits' shape, whose rows are one-hot or relaxed to the simplex
     */
    Tensor sample(Tensor logits, Tensor temperature, Tensor noise);
}
