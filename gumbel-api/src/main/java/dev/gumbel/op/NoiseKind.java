package dev.gumbel.op;

import java.util.Locale;

/**
 * What noise is drawn: which function of a random word a draw is. All draw from the same words, so a name and two kinds would be two functions of
 * one draw. docs/noise-v1.md defines each to the bit.
 */
public enum NoiseKind {
    /** Standard Gumbel draws: -log(-log(u)). */
    GUMBEL,
    /** Uniform draws from (0, 1), both ends left out. */
    UNIFORM,
    /** Exponential draws of rate 1: -log(u). */
    EXPONENTIAL,
    /** Standard logistic draws: log(u / (1 - u)). */
    LOGISTIC,
    /** Standard normal draws. */
    NORMAL;

    /** The distribution's name, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
