package dev.gumbel.op;

/** The distribution of a noise, in its standard form; docs/noise-v1.md defines every draw to the bit. */
public enum NoiseKind {
    /** Gumbel: -log(E) of an exponential E. */
    GUMBEL,
    /** Uniform between 0 and 1, both excluded. */
    UNIFORM,
    /** Exponential, of mean 1. */
    EXPONENTIAL,
    /** Logistic: log(U / (1 - U)) of a uniform U. */
    LOGISTIC,
    /** Normal, of mean 0 and variance 1. */
    NORMAL
}
