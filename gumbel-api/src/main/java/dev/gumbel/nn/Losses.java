package dev.gumbel.nn;

import dev.gumbel.op.Fused;
import dev.gumbel.tensor.Tensor;

/** Losses for each row of the last axis, in nats. */
public final class Losses {
    private Losses() {}

    /** -log Bernoulli(targets; sigmoid(logits)) summed over each row, which is removed; stable for logits of any size. */
    public static Tensor bernoulliNll(Tensor logits, Tensor targets) {
        return Tensor.apply(new Fused.BernoulliNll(), logits, targets);
    }
}
