package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 8, second part: what an update does, alone. */
interface UpdateConformance extends Conformance {

    @Test
    default void required_c86_each_update_is_applied_once_a_run() {
        Variable w = Variable.of("w", Shape.of(3), Initializer.zeros());
        Variable unread = Variable.of("unread", Shape.scalar(), Initializer.zeros());
        Program count = Program.named("count").output("before", w)
                .update(new Update.Assign(w, w.add(1))).update(new Update.Assign(unread, Tensor.scalar(5))).build();
        try (Session session = backend().open(0, count)) {
            for (int run = 0; run < 4; run++) {
                assertArrayEquals(new float[] {run, run, run}, session.run(count, Feed.at(0)).get("before").toFloats(), "output of run " + run);
                assertArrayEquals(new float[] {run + 1, run + 1, run + 1}, session.read(w).toFloats(), "variable after run " + run);
                assertEquals(5, session.read(unread).item());
            }
        }
    }

    @ParameterizedTest(name = "{0} elements, step {1}")
    @CsvSource({"1, 0", "7, 1", "33, 9", "1000, 99", "1025, 9999"})
    default void required_c87_an_Adam_step_equals_its_formula(int size, int count) {
        Adam adam = new Adam(Tensor.scalar(0.01f), 0.8, 0.99, 1e-6);
        double[] w = numbers(size, 1);
        double[] g = numbers(size, 2);
        double[] m = numbers(size, 3);
        double[] v = DoubleStream.of(numbers(size, 4)).map(x -> (float) (x * x)).toArray();
        double[][] after = step(adam, count, w, g, m, v);
        double t = count + 1.0;
        for (int i = 0; i < size; i++) {
            double newM = 0.8 * m[i] + (1 - 0.8) * g[i];
            double newV = 0.99 * v[i] + (1 - 0.99) * g[i] * g[i];
            double change = 0.01f / (1 - Math.pow(0.8, t)) * newM / (Math.sqrt(newV / (1 - Math.pow(0.99, t))) + 1e-6);
            assertEquals(w[i] - change, after[0][i], 1e-6 * Math.abs(w[i]) + 1e-5 * Math.abs(change), "weight " + i);
            assertEquals(newM, after[1][i], 1e-6 * (Math.abs(m[i]) + Math.abs(g[i])), "first moment " + i);
            assertEquals(newV, after[2][i], 1e-6 * newV, "second moment " + i);
        }
        assertEquals(t, after[3][0], "count");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 1000})
    default void required_c88_Adam_flushes_moments_that_decay(int size) {
        double[] zeros = new double[size];
        double[] m = numbers(size, 1);
        double[] v = numbers(size, 2);
        for (int i = 0; i < size; i++) {
            m[i] = (float) (m[i] * 0.5e-30);
            v[i] = (float) (Math.abs(v[i]) * 0.5e-36);
        }
        double[][] after = step(new Adam(0.1f), 3, zeros, zeros, m, v);
        assertArrayEquals(zeros, DoubleStream.of(after[1]).map(Math::abs).toArray(), "first moments below 1e-30");
        assertArrayEquals(zeros, after[2], "second moments below 1e-36");
    }

    /** Weights, both moments and the count after one step. */
    private double[][] step(Adam adam, int count, double[] w, double[] g, double[] m, double[] v) {
        Shape shape = Shape.of(w.length);
        Variable weight = Variable.of("w", shape, Initializer.zeros());
        Input gradient = Tensor.input("gradient", shape);
        Program program = Program.named("step").update(adam.update(weight, gradient)).build();
        try (Session session = backend().open(0, program)) {
            List<Variable> state = program.updates().getFirst().variables();
            session.write(state.get(0), floats(shape, w));
            session.write(state.get(1), floats(shape, m));
            session.write(state.get(2), floats(shape, v));
            session.write(state.get(3), HostTensor.scalar(count));
            session.run(program, Feed.at(0).put(gradient, floats(shape, g)));
            return state.stream().map(variable -> session.read(variable).toDoubles()).toArray(double[][]::new);
        }
    }

    private static HostTensor floats(Shape shape, double[] values) {
        return HostTensor.of(shape, DataType.FLOAT32, values);
    }

    private static double[] numbers(int size, int seed) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) Math.sin(seed + 1.9 * i);
        }
        return values;
    }
}
