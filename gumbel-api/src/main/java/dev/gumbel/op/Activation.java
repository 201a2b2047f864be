package dev.gumbel.op;

/** The elementwise function after a linear layer. */
public enum Activation {
    /** The identity. */
    LINEAR,
    RELU,
    SIGMOID,
    TANH
}
