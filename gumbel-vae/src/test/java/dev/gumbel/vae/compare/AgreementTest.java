package dev.gumbel.vae.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.op.Activation;
import dev.gumbel.vae.data.Glyphs;
import dev.gumbel.vae.train.TrainingOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private static final int STEPS = 60;
    private static final BackendResult REFERENCE = result(1, List.of());

    private static Experiment experiment(boolean hard) {
        TrainingOptions options = new TrainingOptions(1, 10, 1e-3, 1, 2, 3, List.of(8), Activation.RELU, hard, 1, 0.5, 0, 10);
        return new Experiment(options, Glyphs.dataset(10).train(), STEPS);
    }

    private static BackendResult result(double noise, List<LockStep> lockSteps, double... lossFactors) {
        List<Double> losses = new ArrayList<>(Collections.nCopies(STEPS, 100.0));
        for (int i = 0; i < lossFactors.length; i += 2) {
            losses.set((int) lossFactors[i] - 1, 100 * lossFactors[i + 1]);
        }
        return new BackendResult("other", "1", "a library", "cpu", losses, null, 1, null, noise, lockSteps);
    }

    private static List<String> breaches(boolean hard, BackendResult result) {
        return Agreement.breaches(experiment(hard), REFERENCE, List.of(result));
    }

    @Test
    void equalResultsAgree() {
        assertThat(breaches(false, result(1, List.of(new LockStep(0, 9e-6, 0.99, "w", 1))))).isEmpty();
    }

    @Test
    void oneWordOfNoiseIsABreach() {
        assertThat(breaches(false, result(0.999999, List.of()))).singleElement().asString()
                .isEqualTo("other: 99.9999% of the noise words equal noise v1, expected all");
    }

    @Test
    void aLockStepIsJudgedByLossAndGradients() {
        assertThat(breaches(false, result(1, List.of(new LockStep(50, 1.1e-5, 1.5, "encoder.0.bias", 1))))).containsExactly(
                "other, step 50 from the reference's state: the loss differs by 1.10e-05, expected at most 1e-05",
                "other, step 50 from the reference's state: the gradient of encoder.0.bias differs by 1.50 times the tolerance");
        assertThat(breaches(false, result(1, List.of(new LockStep(0, Double.NaN, Double.NaN, "w", 1))))).hasSize(2);
    }

    /** Samples near a tie may fall to the other side on another library; they are shown, not judged. */
    @Test
    void differentSamplesAreNoBreach() {
        assertThat(breaches(false, result(1, List.of(new LockStep(0, 0, 0, "", 0.99))))).isEmpty();
    }

    /** Step 50, counted from 0, is the 51st. */
    @Test
    void freeRunsAreJudgedUpToStepFifty() {
        assertThat(breaches(false, result(1, List.of(), 50, 1.0002, 40, 1.0003))).singleElement().asString()
                .isEqualTo("other: the free run's loss of step 40 differs by 0.000300, expected at most 1e-04");
        assertThat(breaches(false, result(1, List.of(), 52, 1.5))).isEmpty();
        assertThat(breaches(true, result(1, List.of(), 51, 1.0009))).isEmpty();
        assertThat(breaches(true, result(1, List.of(), 51, 1.0011))).hasSize(1);
    }
}
