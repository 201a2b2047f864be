package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Rule 9, first part: when a session and its results may be used, by whom, and that nothing is left behind. */
interface LifecycleConformance extends Conformance {
    Variable COUNTER = Variable.of("counter", Shape.of(2), Initializer.zeros());
    Input ADDEND = Tensor.input("addend", Shape.of(2));
    Program COUNT = Program.named("count").output("before", COUNTER).output("sum", COUNTER.add(ADDEND))
            .update(new Update.Assign(COUNTER, COUNTER.add(ADDEND))).build();
    Program LOOK = Program.named("look").output("counter", COUNTER.mul(1.0)).build();

    private static Feed feed(float a, float b) {
        return Feed.at(0).put(ADDEND, a, b);
    }

    @Test
    default void required_c91_nothing_works_after_close() {
        Session session = backend().open(1, COUNT);
        Results results = session.run(COUNT, feed(1, 2));
        session.close();
        Refusals.assertIllegalState(
                () -> session.run(COUNT, feed(1, 2)), session::variables, () -> session.read(COUNTER),
                () -> session.write(COUNTER, HostTensor.of(Shape.of(2), 1f, 2f)), () -> results.get("sum"));
    }

    @Test
    default void required_c92_closing_twice_does_nothing() {
        try (Session other = backend().open(1, COUNT)) {
            Session session = backend().open(1, COUNT);
            session.close();
            session.close();
            assertArrayEquals(new float[] {1, 2}, other.run(COUNT, feed(1, 2)).get("sum").toFloats(), "another session");
        }
    }

    @Test
    default void required_c93_two_sessions_side_by_side_share_nothing() {
        try (Session one = backend().open(1, COUNT); Session two = backend().open(1, COUNT)) {
            Results first = one.run(COUNT, feed(1, 2));
            two.run(COUNT, feed(10, 20));
            assertArrayEquals(new float[] {1, 2}, first.get("sum").toFloats(), "results of the first");
            one.run(COUNT, feed(1, 2));
            assertArrayEquals(new float[] {2, 4}, one.read(COUNTER).toFloats(), "variable of the first");
            assertArrayEquals(new float[] {10, 20}, two.read(COUNTER).toFloats(), "variable of the second");
            two.write(COUNTER, HostTensor.of(Shape.of(2), 7f, 7f));
            assertArrayEquals(new float[] {2, 4}, one.read(COUNTER).toFloats(), "variable of the first, the second written");
        }
    }

    @Test
    default void required_c94_results_are_gone_with_the_next_run_and_copies_stay() {
        try (Session session = backend().open(1, COUNT, LOOK)) {
            Results first = session.run(COUNT, feed(1, 2));
            HostTensor kept = first.get("sum").copy();
            session.run(LOOK, Feed.at(0));
            assertArrayEquals(new float[] {1, 2}, first.get("sum").toFloats(), "results after a run of another program");
            Results second = session.run(COUNT, feed(10, 20));
            Refusals.assertIllegalState(() -> first.get("sum"), () -> first.get("before"));
            assertArrayEquals(new float[] {1, 2}, kept.toFloats(), "the copy");
            assertArrayEquals(new float[] {11, 22}, second.get("sum").toFloats());
        }
    }

    @Test
    default void required_c95_another_thread_is_refused() {
        try (Session session = backend().open(1, COUNT)) {
            Results results = session.run(COUNT, feed(1, 2));
            for (Executable use : List.<Executable>of(
                    () -> session.run(COUNT, feed(1, 2)), session::variables, () -> session.read(COUNTER),
                    () -> session.write(COUNTER, HostTensor.of(Shape.of(2), 1f, 2f)), () -> results.get("sum"), session::close)) {
                Refusals.assertIllegalState(Refusals.elsewhere(use));
            }
            assertArrayEquals(new float[] {1, 2}, session.read(COUNTER).toFloats(), "the owner's variable");
        }
    }

    @Test
    default void required_c96_ten_thousand_runs_leave_nothing_behind() {
        Variable table = Variable.of("table", Shape.of(10, 20), Initializer.fanIn(4));
        Variable seen = Variable.of("seen", Shape.of(10, 20), Initializer.zeros());
        Input ids = Tensor.ids("ids", Shape.of(2));
        Tensor sample = GumbelSoftmax.hard().sample(table.permute(1, 0), Tensor.scalar(0.5f), Noise.gumbel("z", Shape.of(20, 10)));
        Tensor loss = sample.gather(ids).mul(ADDEND.slice(0, 1, 2)).sum();
        // Views as an output, as a gradient and as what is assigned.
        Program train = Program.named("train").output("loss", loss).output("view", sample.permute(1, 0))
                .updates(new Adam(1e-3f).minimize(loss, List.of(table))).update(new Update.Assign(seen, sample.permute(1, 0))).build();
        Feed feed = feed(1, 2).put(ids, HostTensor.ids(Shape.of(2), 3, 17));
        try (Session session = backend().open(1, train)) {
            Growth.assertNone(10_000, step -> {
                Results results = session.run(train, feed.step(step));
                assertEquals(4, results.get("loss").item());
                results.get("view");
            });
        }
    }

    @Test
    default void required_c98_two_hundred_sessions_leave_nothing_behind() {
        Growth.assertNone(200, seed -> {
            try (Session session = backend().open(seed, COUNT, LOOK)) {
                assertEquals(3, session.run(COUNT, feed(3, 4)).get("sum").get(0));
            }
        });
    }
}
