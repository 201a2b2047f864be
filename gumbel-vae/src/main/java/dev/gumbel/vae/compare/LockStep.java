package dev.gumbel.vae.compare;

import dev.gumbel.agreement.Lockstep;

/**
 * One step from the reference's state, beside the reference's own.
 *
 * @param step the step, counted from 0
 * @param loss the relative difference of the losses
 * @param gradients the largest difference of a gradient's element, in units of the contract's tolerance for it
 * @param gradient the variable it belongs to
 * @param identicalCodes the share of latents with the same one-hot sample
 */
public record LockStep(int step, double loss, double gradients, String gradient, double identicalCodes) {

    LockStep(int step, Lockstep.Difference difference, double identicalCodes) {
        this(step, difference.loss(), difference.gradients(), difference.gradient(), identicalCodes);
    }

    Lockstep.Difference difference() {
        return new Lockstep.Difference(loss, gradients, gradient);
    }
}
