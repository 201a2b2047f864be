package dev.gumbel.vae.compare;

import java.util.ArrayList;
import java.util.List;

/** The contract's judgement on a comparison. Long free runs are chaotic, so single steps decide, and free runs up to step 50. */
public final class Agreement {
    static final int JUDGED_STEPS = 50;
    private static final double LOCK_STEP_LOSS = 1e-5;

    private Agreement() {}

    /** A line for each breach; none where all agree. */
    public static List<String> breaches(Experiment experiment, BackendResult reference, List<BackendResult> others) {
        List<String> breaches = new ArrayList<>();
        for (BackendResult result : others) {
            noise(result, breaches);
            result.lockSteps().forEach(lockStep -> lockStep(result, lockStep, breaches));
            freeRun(experiment, reference, result, breaches);
        }
        return breaches;
    }

    private static void noise(BackendResult result, List<String> breaches) {
        if (!(result.identicalNoise() == 1)) {
            breaches.add("%s: %.4f%% of the noise words equal noise v1, expected all".formatted(result.name(), 100 * result.identicalNoise()));
        }
    }

    private static void lockStep(BackendResult result, LockStep lockStep, List<String> breaches) {
        if (!(lockStep.loss() <= LOCK_STEP_LOSS)) {
            breaches.add("%s: the loss of step %d from the reference's state differs by %.3g, expected at most %.0e".formatted(
                    result.name(), lockStep.step(), lockStep.loss(), LOCK_STEP_LOSS));
        }
        if (!(lockStep.gradients() <= 1)) {
            breaches.add("%s: the gradient of %s at step %d from the reference's state differs by %.3g times the tolerance".formatted(
                    result.name(), lockStep.gradient(), lockStep.step(), lockStep.gradients()));
        }
    }

    private static void freeRun(Experiment experiment, BackendResult reference, BackendResult result, List<String> breaches) {
        for (int n = 1; n <= Math.min(JUDGED_STEPS, experiment.steps()); n++) {
            double difference = Differences.relative(reference.loss(n), result.loss(n));
            if (!(difference <= experiment.freeRunTolerance())) {
                breaches.add("%s: the free run's loss of step %d differs by %.3g, expected at most %.0e".formatted(
                        result.name(), n, difference, experiment.freeRunTolerance()));
                return;
            }
        }
    }
}
