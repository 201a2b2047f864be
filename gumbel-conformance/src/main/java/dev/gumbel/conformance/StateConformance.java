package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.RandomStream;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 9, second part: what is written is read, what is fed is used, and memory that was handed out or in stays its owner's. */
interface StateConformance extends Conformance {
    float[] BITS = {0f, -0f, 1e-40f, -3e38f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    @Test
    default void required_c97_variables_start_from_their_initializers() {
        Variable uniform = Variable.of("uniform", Shape.of(3, 5), Initializer.fanIn(4));
        Variable filled = Variable.of("filled", Shape.of(2), new Initializer.Filled(0.1));
        Program program = Program.named("look").output("sum", uniform.sum().add(filled.sum())).build();
        try (Session session = backend().open(77, program)) {
            assertEquals(List.of("uniform", "filled"), session.variables().stream().map(Variable::name).toList());
            assertArrayEquals(new float[] {0.1f, 0.1f}, session.read(filled).toFloats());
            RandomStream stream = RandomStream.of(77, Domain.INITIALISE, "uniform", 0);
            float[] expected = new float[15];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (float) (0.5 * ((stream.word(i) + 0.5) * 0x1p-31));
            }
            assertArrayEquals(expected, session.read(uniform).toFloats(), "seed 77");
        }
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    default void required_c97_what_is_written_is_read_to_the_bit(DataType type) {
        if (backend().capabilities().types().contains(type)) {
            Variable variable = new Variable("w", Shape.of(BITS.length), type, Initializer.zeros());
            Program program = Program.named("look").output("w", variable).build();
            double[] values = type == DataType.INT32 ? new double[] {0, -1, 7, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE} : wide();
            HostTensor written = HostTensor.of(variable.shape(), type, values);
            try (Session session = backend().open(0, program)) {
                session.write(variable, written);
                written.set(0, 9);
                HostTensor read = session.read(variable);
                assertArrayEquals(values, read.toDoubles(), "read");
                assertArrayEquals(values, session.run(program, Feed.at(0)).get("w").toDoubles(), "output");
                read.set(0, 9);
                assertArrayEquals(values, session.read(variable).toDoubles(), "read again");
            }
        }
    }

    private static double[] wide() {
        double[] values = new double[BITS.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = BITS[i];
        }
        return values;
    }

    @Test
    default void required_c97_programs_of_a_session_share_variables_by_name() {
        Variable w = Variable.of("w", Shape.of(2), Initializer.zeros());
        Variable twin = Variable.of("w", Shape.of(2), Initializer.zeros());
        Program grow = Program.named("grow").update(new Update.Assign(w, w.add(1))).build();
        Program look = Program.named("look").output("twice", twin.mul(2)).build();
        try (Session session = backend().open(0, grow, look)) {
            session.write(twin, HostTensor.of(Shape.of(2), 3f, 4f));
            session.run(grow, Feed.at(0));
            assertArrayEquals(new float[] {8, 10}, session.run(look, Feed.at(0)).get("twice").toFloats());
        }
    }

    @Test
    default void required_c99_results_follow_the_feed_of_their_run() {
        Input x = Tensor.input("x", Shape.of(2, 2));
        Program program = Program.named("echo").output("x", x).output("flat", x.reshape(4)).output("transposed", x.permute(1, 0))
                .output("twice", x.add(x)).build();
        HostTensor value = HostTensor.of(new float[][] {{1, 2}, {3, 4}});
        Feed feed = Feed.at(0).put(x, value);
        try (Session session = backend().open(0, program)) {
            for (int run = 0; run < 3; run++) {
                float a = run * 10 + 1;
                value.copyFrom(HostTensor.of(new float[][] {{a, a + 1}, {a + 2, a + 3}}));
                Results results = session.run(program, feed);
                value.copyFrom(HostTensor.of(new float[][] {{-1, -1}, {-1, -1}}));
                HostTensor echo = results.get("x");
                HostTensor twice = results.get("twice");
                assertArrayEquals(new float[] {a, a + 1, a + 2, a + 3}, results.get("flat").toFloats(), "flat of run " + run);
                assertArrayEquals(new float[] {a, a + 2, a + 1, a + 3}, results.get("transposed").toFloats(), "transposed of run " + run);
                assertArrayEquals(new float[] {a, a + 1, a + 2, a + 3}, echo.toFloats(), "x of run " + run);
                assertArrayEquals(new float[] {2 * a, 2 * a + 2, 2 * a + 4, 2 * a + 6}, twice.toFloats(), "twice of run " + run);
            }
        }
    }
}
