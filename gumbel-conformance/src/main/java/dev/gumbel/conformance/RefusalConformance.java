package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.GraphException;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rule 10: what cannot be meant is refused, by an error that names it, and changes nothing. */
interface RefusalConformance extends Conformance {
    Input VELOCITY = Tensor.input("velocity", Shape.of(2));
    Input MASS = Tensor.input("mass", Shape.of(2));
    Variable PLACE = Variable.of("place", Shape.of(2), Initializer.zeros());
    Program MOVE = Program.named("move").output("momentum", VELOCITY.mul(MASS)).update(new Update.Assign(PLACE, PLACE.add(VELOCITY))).build();

    private static Feed complete() {
        return Feed.at(0).put(VELOCITY, 1, 2).put(MASS, 3, 4);
    }

    /** After the refusal the session goes on as if nothing had been asked. */
    private void assertFeedRefused(Feed feed, String... named) {
        try (Session session = backend().open(0, MOVE)) {
            Results before = session.run(MOVE, complete());
            Refusals.assertRefused(IllegalArgumentException.class, () -> session.run(MOVE, feed), named);
            assertArrayEquals(new float[] {3, 8}, before.get("momentum").toFloats(), "the results before the refused run");
            assertArrayEquals(new float[] {1, 2}, session.read(PLACE).toFloats(), "the variable after the refused run");
            session.run(MOVE, complete());
            assertArrayEquals(new float[] {2, 4}, session.read(PLACE).toFloats(), "the variable after another run");
        }
    }

    @Test
    default void required_c101_a_missing_input_is_named() {
        assertFeedRefused(Feed.at(0).put(MASS, 3, 4), "velocity");
        assertFeedRefused(Feed.at(0).put(VELOCITY, 3, 4), "mass");
    }

    @Test
    default void required_c102_an_unknown_input_is_named() {
        assertFeedRefused(complete().put("colour", HostTensor.scalar(1)), "colour");
    }

    @Test
    default void required_c103_an_input_of_another_shape_or_type_is_named() {
        assertFeedRefused(complete().put("velocity", HostTensor.of(new float[][] {{1, 2}})), "velocity", "[2]", "[1, 2]");
        assertFeedRefused(complete().put("velocity", HostTensor.scalar(1)), "velocity", "[2]", "[]");
        assertFeedRefused(complete().put("mass", HostTensor.of(Shape.of(2), 1.0, 2.0)), "mass", "FLOAT32", "FLOAT64");
        assertFeedRefused(complete().put("mass", HostTensor.ids(Shape.of(2), 1, 2)), "mass", "FLOAT32", "INT32");
    }

    @Test
    default void required_c104_a_program_of_no_or_another_session_is_named() {
        Program twin = Program.named("twin").output("momentum", VELOCITY.mul(MASS)).build();
        try (Session session = backend().open(0, MOVE); Session other = backend().open(0, twin)) {
            Refusals.assertRefused(IllegalArgumentException.class, () -> session.run(twin, complete()), "twin");
            assertArrayEquals(new float[] {3, 8}, other.run(twin, complete()).get("momentum").toFloats());
        }
    }

    @Test
    default void required_c105_programs_that_contradict_each_other_are_not_opened() {
        Variable wider = Variable.of("place", Shape.of(3), Initializer.zeros());
        Variable elsewhere = Variable.of("place", Shape.of(2), Initializer.fanIn(4));
        for (Variable other : List.of(wider, elsewhere)) {
            Program program = Program.named("other").output("sum", other.sum()).build();
            Refusals.assertRefused(GraphException.class, () -> backend().open(0, MOVE, program).close(), "place");
        }
        Program namesake = Program.named("move").output("place", PLACE.add(1)).build();
        Refusals.assertRefused(GraphException.class, () -> backend().open(0, MOVE, namesake).close(), "move");
    }

    @Test
    default void required_c106_a_type_that_is_not_declared_is_named() {
        List<DataType> refused = Arrays.stream(DataType.values()).filter(type -> !backend().capabilities().types().contains(type)).toList();
        Assumptions.assumeFalse(refused.isEmpty(), "the backend declares every type");
        for (DataType type : refused) {
            Program program = Program.named("typed").output("x", new Input("x", Shape.of(2), type).reshape(2, 1)).build();
            Refusals.assertRefused(BackendException.class, () -> backend().open(0, program).close(), "typed", type.name());
        }
    }

    @Test
    default void required_c107_an_output_that_is_not_there_is_named() {
        try (Session session = backend().open(0, MOVE)) {
            Results results = session.run(MOVE, complete());
            Refusals.assertRefused(IllegalArgumentException.class, () -> results.get("energy"), "energy", "momentum");
            Refusals.assertRefused(IllegalArgumentException.class, () -> results.get(VELOCITY.exp()), "exp", "momentum");
            assertEquals(3, results.get("momentum").get(0));
        }
    }

    @Test
    default void required_c108_a_variable_of_no_session_or_another_shape_is_named() {
        Variable other = Variable.of("speed", Shape.of(2), Initializer.zeros());
        Variable wider = Variable.of("place", Shape.of(3), Initializer.zeros());
        try (Session session = backend().open(0, MOVE)) {
            Refusals.assertRefused(IllegalArgumentException.class, () -> session.read(other), "speed");
            Refusals.assertRefused(IllegalArgumentException.class, () -> session.read(wider), "place", "[3]");
            Refusals.assertRefused(IllegalArgumentException.class, () -> session.write(other, HostTensor.of(Shape.of(2), 1f, 2f)), "speed");
            Refusals.assertRefused(IllegalArgumentException.class, () -> session.write(PLACE, HostTensor.scalar(1)), "place", "[2]", "[]");
            Refusals.assertRefused(
                    IllegalArgumentException.class, () -> session.write(PLACE, HostTensor.of(Shape.of(2), 1.0, 2.0)), "place", "FLOAT64");
            assertArrayEquals(new float[] {0, 0}, session.read(PLACE).toFloats());
        }
    }

    @Test
    default void required_c109_one_noise_name_has_one_shape() {
        Tensor sum = Noise.gumbel("drift", Shape.of(2)).sum().add(Noise.gumbel("drift", Shape.of(3)).sum());
        Refusals.assertRefused(GraphException.class, () -> Program.named("two").output("sum", sum).build(), "drift", "[2]", "[3]");
        Program narrow = Program.named("narrow").output("z", Noise.gumbel("drift", Shape.of(2))).build();
        Program wide = Program.named("wide").output("z", Noise.gumbel("drift", Shape.of(3))).build();
        try (Session session = backend().open(0, narrow, wide)) {
            float[] two = session.run(narrow, Feed.at(0)).get("z").toFloats();
            float[] three = session.run(wide, Feed.at(0)).get("z").toFloats();
            assertArrayEquals(two, Arrays.copyOf(three, 2), "programs of two batch sizes share the draws of a name");
        }
    }
}
