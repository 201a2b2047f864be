package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.tensor.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 8: the article's network trains to the same numbers. Long free runs are chaotic, so what is judged is single steps from the reference's state
 * (lock-step), and free runs to step 50.
 */
interface TrainingConformance extends Conformance {
    double LOCK_STEP_LOSS = 1e-5;
    double FREE_SOFT_LOSS = 1e-4;
    double FREE_HARD_LOSS = 1e-3;

    @ParameterizedTest(name = "step {0}")
    @ValueSource(ints = {0, 50, 100, 200})
    default void required_c81_one_step_from_the_references_state_agrees(int step) {
        Trajectory reference = Trajectory.soft();
        Trajectory.Programs programs = reference.programs();
        Trajectory.TrajectoryPoint snapshot = reference.snapshot(step);
        try (Session session = backend().open(Trajectory.SEED, programs.train(), programs.gradients())) {
            snapshot.state().forEach((variable, value) -> session.write(variable, value));
            Feed feed = Trajectory.feed(step);
            Results gradients = session.run(programs.gradients(), feed);
            for (Map.Entry<String, HostTensor> expected : snapshot.gradients().entrySet()) {
                String what = "gradient of " + expected.getKey();
                Agreement.check(Tolerance.GRADIENT, what, expected.getValue(), gradients.get(expected.getKey()), "lock-step at step " + step);
            }
            double loss = session.run(programs.train(), feed).get("loss").item();
            assertEquals(snapshot.loss(), loss, LOCK_STEP_LOSS * snapshot.loss(), () -> "loss of step " + step);
        }
    }

    @Test
    default void required_c82_a_free_run_agrees_to_step_50_soft() {
        assertFreeRun(Trajectory.soft(), FREE_SOFT_LOSS);
    }

    @Test
    default void required_c83_a_free_run_agrees_to_step_50_hard() {
        assertFreeRun(Trajectory.hard(), FREE_HARD_LOSS);
    }

    @Test
    default void required_c84_the_same_seed_gives_the_same_losses_and_weights() {
        Trajectory.Programs programs = Trajectory.soft().programs();
        assertArrayEquals(losses(programs, 10), losses(programs, 10), "losses to the last bit");
    }

    @Test
    default void required_c85_a_run_resumed_from_its_variables_goes_on_as_if_it_had_not_stopped() {
        Trajectory.Programs programs = Trajectory.soft().programs();
        double[] whole = losses(programs, 6);
        Program train = programs.train();
        try (Session first = backend().open(Trajectory.SEED, train); Session resumed = backend().open(Trajectory.SEED, train)) {
            for (int step = 0; step < 3; step++) {
                first.run(train, Trajectory.feed(step));
            }
            first.variables().forEach(variable -> resumed.write(variable, first.read(variable)));
            for (int step = 3; step < 6; step++) {
                assertEquals(whole[step], resumed.run(train, Trajectory.feed(step)).get("loss").item(), "loss of step " + step);
            }
        }
    }

    private void assertFreeRun(Trajectory reference, double tolerance) {
        double[] actual = losses(reference.programs(), 51);
        for (int step = 0; step < actual.length; step++) {
            int now = step;
            assertEquals(reference.loss(step), actual[step], tolerance * reference.loss(step), () -> "loss of step " + now);
        }
    }

    private double[] losses(Trajectory.Programs programs, int steps) {
        double[] losses = new double[steps];
        try (Session session = backend().open(Trajectory.SEED, programs.train())) {
            for (int step = 0; step < steps; step++) {
                losses[step] = session.run(programs.train(), Trajectory.feed(step)).get("loss").item();
            }
        }
        return losses;
    }
}
