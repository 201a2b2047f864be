package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.CheckException;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelMax;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 10, second part: what a session that runs checked refuses, before any update. */
interface CheckedConformance extends Conformance {
    Input LOGITS = Tensor.input("logits", Shape.of(2, 3));
    Input TEMPERATURE = Tensor.input("temperature", Shape.scalar());
    Variable RUNS = Variable.of("runs", Shape.scalar(), Initializer.zeros());

    private static Program sampling() {
        Tensor noise = Tensor.constant(LOGITS.shape(), 0, 1, 2, 3, 4, 5);
        return counted(GumbelSoftmax.hard().sample(LOGITS, TEMPERATURE, noise));
    }

    private static Program counted(Tensor output) {
        return Program.named("sampling").output("out", output).update(new Update.Assign(RUNS, RUNS.add(1))).build();
    }

    private void assertRefused(Program program, Feed feed, String... named) {
        try (Session session = checkedBackend().open(0, program)) {
            Refusals.assertRefused(CheckException.class, () -> session.run(program, feed), named);
            assertEquals(0, session.read(RUNS).item(), "updates of a refused run");
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    default void required_c100_checked_refuses_a_temperature_that_is_not_above_0(float temperature) {
        Feed feed = Feed.at(5).put(LOGITS, 1, 2, 3, 4, 5, 6).put(TEMPERATURE, temperature);
        assertRefused(sampling(), feed, "sampling", "temperature", String.valueOf((double) temperature));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    default void required_c100_checked_refuses_logits_that_are_no_numbers(float wrong) {
        Feed feed = Feed.at(5).put(LOGITS, 1, 2, 3, 4, 5, wrong).put(TEMPERATURE, 1);
        assertRefused(sampling(), feed, "sampling", "logits", "row 1", String.valueOf(wrong));
    }

    @Test
    default void required_c100_checked_refuses_a_fully_masked_row() {
        float masked = Float.NEGATIVE_INFINITY;
        Feed feed = Feed.at(5).put(LOGITS, 1, masked, 3, masked, masked, masked);
        assertRefused(counted(LOGITS.softmax()), feed, "sampling", "row 1", "masked");
        assertRefused(counted(GumbelMax.draw(LOGITS, LOGITS.filledLike(0))), feed, "sampling", "row 1", "masked");
    }

    @Test
    default void required_c100_checked_refuses_NaN_in_outputs_and_updates() {
        Feed feed = Feed.at(5).put(LOGITS, 1, 2, 3, 4, -5, 6);
        assertRefused(counted(LOGITS.log()), feed, "sampling", "out", "NaN");
        Program update = Program.named("sampling").update(new Update.Assign(RUNS, RUNS.sub(1).log())).build();
        assertRefused(update, Feed.at(5), "sampling", "runs", "NaN");
    }

    @ParameterizedTest
    @CsvSource({"-1", "2"})
    default void required_c100_checked_refuses_ids_outside_the_table(int id) {
        Input ids = Tensor.ids("ids", Shape.of(2));
        Feed feed = Feed.at(5).put(LOGITS, 1, 2, 3, 4, 5, 6).put(ids, HostTensor.ids(Shape.of(2), 0, id));
        assertRefused(counted(LOGITS.gather(ids)), feed, "sampling", "gather", String.valueOf(id));
    }

    /** A library may read or write beside its memory. */
    @ParameterizedTest
    @CsvSource({"-1", "2", "2147483647"})
    default void required_c100_every_session_refuses_fed_ids_outside_the_table(int id) {
        Input table = Tensor.input("table", Shape.of(2, 3));
        Input ids = Tensor.ids("ids", Shape.of(4));
        Tensor read = table.gather(ids.slice(0, 1, 3));
        Tensor written = read.scatterAdd(ids.slice(0, 1, 3).reshape(2), 2);
        Program program = Program.named("rows").output("read", read).output("written", written).build();
        Feed feed = Feed.at(5).put(table, 1, 2, 3, 4, 5, 6).put(ids, HostTensor.ids(Shape.of(4), id, 1, 0, id));
        try (Session session = backend().open(0, program)) {
            assertArrayEquals(new float[] {4, 5, 6, 1, 2, 3}, session.run(program, feed).get("read").toFloats());
            Feed wrong = Feed.at(5).put(table, 1, 2, 3, 4, 5, 6).put(ids, HostTensor.ids(Shape.of(4), 0, 1, id, 0));
            Refusals.assertRefused(CheckException.class, () -> session.run(program, wrong), "rows", "gather", String.valueOf(id), "ids", "[0, 2)");
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, session.run(program, feed).get("written").toFloats());
        }
    }

    @Test
    default void required_c100_checked_accepts_masked_classes_and_computes_the_same() {
        float masked = Float.NEGATIVE_INFINITY;
        Program program = sampling();
        Feed feed = Feed.at(5).put(LOGITS, 1, masked, 3, masked, masked, 6).put(TEMPERATURE, 0.5f);
        try (Session checked = checkedBackend().open(0, program); Session session = backend().open(0, program)) {
            HostTensor expected = session.run(program, feed).get("out");
            Agreement.check(Tolerance.EXACT, "out", expected, checked.run(program, feed).get("out"), "checked against unchecked");
            assertEquals(1, checked.read(RUNS).item(), "updates");
        }
    }
}
