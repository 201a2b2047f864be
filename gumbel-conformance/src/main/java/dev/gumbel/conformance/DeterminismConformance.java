package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 7: a run is a function of seed, step, row offset and inputs, and of nothing else. */
interface DeterminismConformance extends Conformance {
    int STEPS = 12;
    Variable LOGITS = Variable.of("logits", Shape.of(64, 33), Initializer.fanIn(4));

    /** A loss of drawn samples, minimised; large enough that a library would share its sums among threads. */
    private static Program train(GumbelSoftmax relaxation) {
        Tensor sample = relaxation.sample(LOGITS, Tensor.scalar(0.7f), Noise.gumbel("z", LOGITS.shape()));
        Tensor loss = sample.mul(Noise.gumbel("cost", LOGITS.shape())).sum();
        return Program.named("train").output("loss", loss).output("sample", sample)
                .updates(new Adam(0.1f).minimize(loss, List.of(LOGITS))).build();
    }

    private static float[] run(Session session, Program train, int from, int to) {
        for (int step = from; step < to; step++) {
            session.run(train, Feed.at(step));
        }
        return session.read(LOGITS).toFloats();
    }

    @Test
    default void required_c71_the_same_seed_gives_the_same_bits() {
        Program train = train(GumbelSoftmax.soft());
        try (Session one = backend().open(9, train); Session two = backend().open(9, train)) {
            for (int step = 0; step < STEPS; step++) {
                Results first = one.run(train, Feed.at(step));
                Results second = two.run(train, Feed.at(step));
                for (String output : List.of("loss", "sample")) {
                    assertArrayEquals(first.get(output).toFloats(), second.get(output).toFloats(), output + " of step " + step + ", seed 9");
                }
            }
            assertArrayEquals(one.read(LOGITS).toFloats(), two.read(LOGITS).toFloats(), "variable, seed 9");
        }
    }

    @Test
    default void required_c72_another_seed_gives_other_draws_and_other_first_values() {
        Program draw = Program.named("draw").output("z", Noise.gumbel("z", Shape.of(100))).output("logits", LOGITS).build();
        for (String output : draw.outputs().keySet()) {
            float[] one = runOnce(1, draw, output, Feed.at(0)).toFloats();
            // Seeds that differ in their high half alone, too.
            for (long seed : new long[] {2, 1L + (1L << 32)}) {
                assertFalse(Arrays.equals(one, runOnce(seed, draw, output, Feed.at(0)).toFloats()), output + " of seeds 1 and " + seed);
            }
        }
    }

    @ParameterizedTest(name = "hard {0}")
    @ValueSource(booleans = {false, true})
    default void required_c73_two_shards_of_a_batch_give_its_rows(boolean hard) {
        GumbelSoftmax relaxation = hard ? GumbelSoftmax.hard() : GumbelSoftmax.soft();
        HostTensor logits = HostTensor.zeros(Shape.of(20, 10), DataType.FLOAT32);
        for (long i = 0; i < logits.shape().size(); i++) {
            logits.set(i, Math.cos(1.3 * i));
        }
        float[][] whole = sample(relaxation, logits.toRows(), 0).toRows();
        for (int cut : new int[] {1, 7, 19}) {
            HostTensor head = sample(relaxation, Arrays.copyOfRange(logits.toRows(), 0, cut), 0);
            HostTensor tail = sample(relaxation, Arrays.copyOfRange(logits.toRows(), cut, 20), cut);
            // Rows are added up in an order of the library's choice, which may depend on how many there are.
            Tolerance tolerance = hard ? Tolerance.EXACT : Tolerance.FORWARD;
            Agreement.check(tolerance, "first rows", HostTensor.of(Arrays.copyOfRange(whole, 0, cut)), head, "seed 4, cut at " + cut);
            Agreement.check(tolerance, "last rows", HostTensor.of(Arrays.copyOfRange(whole, cut, 20)), tail, "seed 4, cut at " + cut);
        }
    }

    private HostTensor sample(GumbelSoftmax relaxation, float[][] rows, long rowOffset) {
        HostTensor values = HostTensor.of(rows);
        Input logits = Tensor.input("logits", values.shape());
        Tensor sample = relaxation.sample(logits, Tensor.scalar(0.5f), Noise.gumbel("z", logits.shape()));
        Program program = Program.named("shard").output("sample", sample).build();
        return runOnce(4, program, "sample", Feed.at(2).rowOffset(rowOffset).put(logits, values));
    }

    @ParameterizedTest(name = "stopped after {0}")
    @ValueSource(ints = {0, 1, 5, 11})
    default void required_c74_a_run_resumed_at_a_step_is_one_that_never_stopped(int stop) {
        Program train = train(GumbelSoftmax.hard());
        try (Session whole = backend().open(9, train); Session first = backend().open(9, train); Session second = backend().open(9, train)) {
            float[] expected = run(whole, train, 0, STEPS);
            run(first, train, 0, stop);
            first.variables().forEach(variable -> second.write(variable, first.read(variable)));
            assertArrayEquals(expected, run(second, train, stop, STEPS), "variable after step " + STEPS + ", seed 9");
        }
    }

    @Test
    default void required_c75_what_runs_in_between_changes_no_draw() {
        Program train = train(GumbelSoftmax.soft());
        Program evaluate = Program.named("evaluate").domain(Domain.EVALUATE).output("z", Noise.gumbel("z", Shape.of(1000))).build();
        try (Session alone = backend().open(9, train); Session shared = backend().open(9, evaluate, train)) {
            float[] expected = run(alone, train, 0, STEPS);
            for (int step = 0; step < STEPS; step++) {
                shared.run(evaluate, Feed.at(3L * step));
                shared.run(train, Feed.at(step));
            }
            assertArrayEquals(expected, shared.read(LOGITS).toFloats(), "variable after step " + STEPS + ", seed 9");
        }
    }
}
