package dev.gumbel.op;

/** Ops with a derivation into primitives, which a backend may claim and compute in one go; the last axis is the row. */
public sealed interface Fused extends Op, Claimable {

    /** Inputs (x [n, in], weight [out, in], bias [out]): activation(x weight^T + bias), [n, out]. */
    record Linear(Activation activation) implements Fused {}

    /** exp(x - max) / sum exp(x - max) for each row; an element of -infinity gets probability 0. */
    record Softmax() implements Fused {}

    /** log sum exp(x) for each row, which is removed; -infinity for a row of -infinity. */
    record LogSumExp() implements Fused {}

    /**
     * Inputs (logits, noise of their shape, temperature scalar): softmax((logits + noise) / temperature) for each row. The row's maximum is
     * subtracted before the division, so that the limit of temperature 0 is the one-hot argmax (Jang et al. 2017, eq. 2).
     */
    record GumbelSoftmax() implements Fused {}

    /** Inputs (logits, targets) of one shape: -log Bernoulli(targets; sigmoid(logits)) = softplus(x) - x t, summed over each row; removes it. */
    record BernoulliNll() implements Fused {}

    /** KL(softmax(logits) || uniform) = sum q log(K q + 1e-20) in nats for each row of K classes, which is removed. */
    record CategoricalKl() implements Fused {
        /** What keeps the logarithm of a class of probability 0 finite. */
        public static final double EPSILON = 1e-20;
    }

    /** Inputs (y, g) of one shape, with y the value of an activation and g the gradient by it: the gradient by the activation's input. */
    record ActivationGradient(Activation activation) implements Fused {}

    /**
     * Inputs (y, g) of one shape and a temperature (scalar), with y = softmax(x / temperature) and g the gradient by it: the gradient by x,
     * y (g - sum y g) / temperature for each row.
     */
    record SoftmaxGradient() implements Fused {}

    /** Inputs (logits, targets) of one shape, and the gradient g by each row's {@link BernoulliNll}: g (sigmoid(logits) - targets). */
    record BernoulliNllGradient() implements Fused {}

    /** Inputs logits, and the gradient by each row's {@link CategoricalKl}: the gradient by the logits. */
    record CategoricalKlGradient() implements Fused {}
}
