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
import dev.gumbel.op.StepFunction;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Map;
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

    @Test
    default void required_c89_a_rule_of_assignments_equals_the_update_it_is_derived_from() {
        Variable w = Variable.of("w", Shape.of(5), new Initializer.Filled(1));
        Input gradient = Tensor.input("gradient", w.shape());
        List<Update> fused = new Adam(Tensor.scalar(0.01f), 0.8, 0.99, 1e-6).updates(Map.of(w, gradient));
        Program derived = Program.named("derived").updates(((Update.AdamUpdate) fused.getFirst()).derivation()).update(fused.getLast()).build();
        Program whole = Program.named("whole").updates(fused).build();
        try (Session one = backend().open(0, derived); Session other = backend().open(0, whole)) {
            for (int step = 0; step < 5; step++) {
                HostTensor values = floats(w.shape(), numbers(5, step));
                one.run(derived, Feed.at(step).put(gradient, values));
                other.run(whole, Feed.at(step).put(gradient, values));
            }
            for (Variable variable : whole.variables()) {
                assertArrayEquals(other.read(variable).toDoubles(), one.read(variable).toDoubles(), 1e-6, variable.name());
            }
        }
    }

    @Test
    default void required_c76_a_counter_is_read_written_and_grows_by_one_a_run_and_scalars_of_the_step_follow_it() {
        Variable counter = Variable.counter("own");
        Tensor correction = Tensor.stepScalar(counter, new StepFunction.BiasCorrection(0.9), DataType.FLOAT32);
        Tensor root = Tensor.stepScalar(counter, new StepFunction.RootBiasCorrection(0.999), DataType.FLOAT32);
        Program look = Program.named("look").output("correction", correction).output("root", root.mul(2)).build();
        Program count = Program.named("count").output("correction", correction).update(new Update.Count(counter)).build();
        try (Session session = backend().open(0, look, count)) {
            assertEquals(List.of("own.step"), session.variables().stream().map(Variable::name).toList());
            for (int taken : new int[] {0, 1, 2, 41, 42}) {
                if (taken == 41) {
                    session.write(counter, HostTensor.of(Shape.scalar(), DataType.INT32, 41));
                }
                assertEquals(taken, session.read(counter).item(), "counter");
                assertEquals((float) (1 / (1 - Math.pow(0.9, taken + 1))), (float) session.run(look, Feed.at(0)).get("correction").item());
                assertEquals((float) (1 / Math.sqrt(1 - Math.pow(0.999, taken + 1))) * 2, (float) session.run(look, Feed.at(0)).get("root").item());
                assertEquals((float) (1 / (1 - Math.pow(0.9, taken + 1))), (float) session.run(count, Feed.at(0)).get("correction").item());
            }
            assertEquals(43, session.read(counter).item());
        }
    }

    /** Weights, both moments and the count after one step. */
    private double[][] step(Adam adam, int count, double[] w, double[] g, double[] m, double[] v) {
        Shape shape = Shape.of(w.length);
        Variable weight = Variable.of("w", shape, Initializer.zeros());
        Input gradient = Tensor.input("gradient", shape);
        Program program = Program.named("step").updates(adam.updates(Map.of(weight, gradient))).build();
        try (Session session = backend().open(0, program)) {
            List<Variable> state = program.variables();
            session.write(state.get(0), floats(shape, w));
            session.write(state.get(1), floats(shape, m));
            session.write(state.get(2), floats(shape, v));
            session.write(state.get(3), HostTensor.of(Shape.scalar(), DataType.INT32, count));
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
