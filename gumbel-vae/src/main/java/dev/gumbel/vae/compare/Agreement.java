package dev.gumbel.vae.compare;

import dev.gumbel.agreement.FreeRun;
import dev.gumbel.agreement.Tolerance;
import java.util.ArrayList;
import java.util.List;

/** The contract's judgement on a comparison. Long free runs are chaotic, so single steps decide, and free runs up to step 50. */
public final class Agreement {
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
        lockStep.difference().breaches().forEach(breach -> breaches.add(
                "%s, step %d from the reference's state: %s".formatted(result.name(), lockStep.step(), breach)));
    }

    private static void freeRun(Experiment experiment, BackendResult reference, BackendResult result, List<String> breaches) {
        FreeRun run = experiment.freeRun();
        run.firstBreach(reference.losses(), result.losses()).ifPresent(step -> breaches.add(
                "%s: the free run's loss of step %d differs by %.3g, expected at most %.0e".formatted(
                        result.name(), step + 1, Tolerance.relativeDifference(reference.losses().get(step), result.losses().get(step)),
                        run.tolerance())));
    }
}
