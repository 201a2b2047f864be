package dev.gumbel.discrete;

import dev.gumbel.op.Fused;
import dev.gumbel.tensor.Tensor;

/** Quantities of categorical distributions given by logits over the last axis. */
public final class Categorical {
    private Categorical() {}

    /** KL(softmax(logits) || uniform) in nats for each row, which is removed; between 0 and log K. */
    public static Tensor klToUniform(Tensor logits) {
        return Tensor.apply(new Fused.CategoricalKl(), logits);
    }
}
