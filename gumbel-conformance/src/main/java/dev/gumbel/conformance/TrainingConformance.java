package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.agreement.FreeRun;
import dev.gumbel.agreement.Lockstep;
import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 8: the article's network trains to the same numbers. Long free runs are chaotic, so what is judged is single steps from the reference's state
 * (lock-step), and free runs to step 50.
 */
interface TrainingConformance extends Conformance {

    @ParameterizedTest(name = "step {0}")
    @ValueSource(ints = {0, 50, 100, 200})
    default void required_c81_one_step_from_the_references_state_agrees(int step) {
        Trajectory reference = Trajectory.soft();
        Lockstep lockstep = reference.lockstep();
        Lockstep.Step expected = reference.snapshot(step);
        try (Session session = backend().open(Trajectory.SEED, lockstep.train(), lockstep.gradients())) {
            expected.restore(session);
            Lockstep.Step actual = lockstep.take(session, Trajectory.feed(step));
            for (String weight : expected.gradients().keySet()) {
                String what = "gradient of " + weight;
                Agreement.check(Tolerance.GRADIENT, what, gradient(expected, weight), gradient(actual, weight), "lock-step at step " + step);
            }
            assertEquals(List.of(), expected.difference(actual).breaches(), () -> "lock-step at step " + step);
        }
    }

    private static HostTensor gradient(Lockstep.Step step, String weight) {
        return Objects.requireNonNull(step.gradients().get(weight), weight);
    }

    @Test
    default void required_c82_a_free_run_agrees_to_step_50_soft() {
        assertFreeRun(Trajectory.soft(), FreeRun.SOFT);
    }

    @Test
    default void required_c83_a_free_run_agrees_to_step_50_hard() {
        assertFreeRun(Trajectory.hard(), FreeRun.HARD);
    }

    @Test
    default void required_c84_the_same_seed_gives_the_same_losses_and_weights() {
        Program train = Trajectory.soft().lockstep().train();
        assertEquals(losses(train, 10), losses(train, 10), "losses to the last bit");
    }

    @Test
    default void required_c85_a_run_resumed_from_its_variables_goes_on_as_if_it_had_not_stopped() {
        Program train = Trajectory.soft().lockstep().train();
        List<Double> whole = losses(train, 6);
        try (Session first = backend().open(Trajectory.SEED, train); Session resumed = backend().open(Trajectory.SEED, train)) {
            for (int step = 0; step < 3; step++) {
                first.run(train, Trajectory.feed(step));
            }
            first.variables().forEach(variable -> resumed.write(variable, first.read(variable)));
            for (int step = 3; step < 6; step++) {
                assertEquals(whole.get(step), resumed.run(train, Trajectory.feed(step)).get("loss").item(), "loss of step " + step);
            }
        }
    }

    private void assertFreeRun(Trajectory reference, FreeRun run) {
        List<Double> expected = reference.losses();
        List<Double> actual = losses(reference.lockstep().train(), FreeRun.LAST_STEP + 1);
        run.firstBreach(expected, actual).ifPresent(step -> assertEquals(
                expected.get(step), actual.get(step), run.tolerance() * expected.get(step), () -> "loss of step " + step));
    }

    private List<Double> losses(Program train, int steps) {
        List<Double> losses = new ArrayList<>();
        try (Session session = backend().open(Trajectory.SEED, train)) {
            for (int step = 0; step < steps; step++) {
                losses.add(session.run(train, Trajectory.feed(step)).get("loss").item());
            }
        }
        return losses;
    }
}
