package dev.gumbel.backend.array;

import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.StepFunction;

/**
 * The scalars of one Adam step, computed in double: w -= stepSize m / (sqrt(v) rootCorrection + epsilon).
 *
 * @param stepSize learning rate / (1 - beta1^t)
 * @param rootCorrection 1 / sqrt(1 - beta2^t)
 */
public record AdamStep(double beta1, double beta2, double epsilon, double stepSize, double rootCorrection) {

    /** The scalars of the t-th step, counted from 1. */
    public static AdamStep of(AdamUpdate update, double learningRate, long t) {
        return new AdamStep(
                update.beta1(), update.beta2(), update.epsilon(),
                learningRate * new StepFunction.BiasCorrection(update.beta1()).at(t), new StepFunction.RootBiasCorrection(update.beta2()).at(t));
    }
}
