package dev.gumbel.conformance;

import dev.gumbel.op.NoiseKind;

/** What draws of a kind of noise are distributed as. */
record Distribution(NoiseKind kind) {
    private static final double EULER_GAMMA = 0.5772156649015329;

    double mean() {
        return switch (kind) {
            case GUMBEL -> EULER_GAMMA;
            case UNIFORM -> 0.5;
            case EXPONENTIAL -> 1;
            case LOGISTIC, NORMAL -> 0;
        };
    }

    double variance() {
        return switch (kind) {
            case GUMBEL -> Math.PI * Math.PI / 6;
            case UNIFORM -> 1.0 / 12;
            case EXPONENTIAL, NORMAL -> 1;
            case LOGISTIC -> Math.PI * Math.PI / 3;
        };
    }

    /** The fourth central moment by the square of the variance. */
    double kurtosis() {
        return switch (kind) {
            case GUMBEL -> 5.4;
            case UNIFORM -> 1.8;
            case EXPONENTIAL -> 9;
            case LOGISTIC -> 4.2;
            case NORMAL -> 3;
        };
    }

    /** The probability of a draw up to x. */
    double cumulative(double x) {
        return switch (kind) {
            case GUMBEL -> Math.exp(-Math.exp(-x));
            case UNIFORM -> Math.clamp(x, 0, 1);
            case EXPONENTIAL -> x > 0 ? -Math.expm1(-x) : 0;
            case LOGISTIC -> 1 / (1 + Math.exp(-x));
            case NORMAL -> normal(x);
        };
    }

    /** The probability of a draw above x, with all its digits where it is small. */
    double above(double x) {
        return switch (kind) {
            case GUMBEL -> -Math.expm1(-Math.exp(-x));
            case UNIFORM -> 1 - Math.clamp(x, 0, 1);
            case EXPONENTIAL -> x > 0 ? Math.exp(-x) : 1;
            case LOGISTIC, NORMAL -> cumulative(-x);
        };
    }

    /** By the series about 0 or, in the tail, the continued fraction of Mills' ratio (Abramowitz and Stegun, 26.2.11 and 26.2.14). */
    private static double normal(double x) {
        if (x > 0) {
            return 1 - normal(-x);
        }
        double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        if (x < -3) {
            double fraction = -x;
            for (int n = 80; n > 0; n--) {
                fraction = -x + n / fraction;
            }
            return density / fraction;
        }
        double sum = 0;
        double term = x;
        for (int n = 3; Math.abs(term) > 1e-17; n += 2) {
            sum += term;
            term *= x * x / n;
        }
        return 0.5 + density * sum;
    }
}
