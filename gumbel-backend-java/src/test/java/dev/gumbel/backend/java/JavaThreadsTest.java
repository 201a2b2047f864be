package dev.gumbel.backend.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendSoakTest;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of threads does not change a bit. */
class JavaThreadsTest {
    private static final int STEPS = 5;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void trainingIsTheSameBitsAsOnOneThread(int threads) {
        assertThat(weights(threads)).isEqualTo(weights(1));
    }

    /** On more rows, elements and columns than a block holds, and on some that fill none. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void passesAreTheSameBitsAsOnOneThread(int threads) {
        for (int[] shape : new int[][] {{5, 3}, {3001, 10}, {1001, 31}, {130, 701}, {3, 5000}, {9999, 1}}) {
            assertThat(passes(shape, threads)).isEqualTo(passes(shape, 1));
        }
    }

    private static Map<String, List<Float>> passes(int[] dims, int threads) {
        Shape shape = Shape.of(dims);
        Tensor x = Noise.gumbel("x", shape);
        Tensor y = Noise.gumbel("y", shape);
        Tensor row = Noise.gumbel("row", Shape.of(dims[1]));
        Program.Builder program = Program.named("passes")
                .output("noise", x)
                .output("elements", x.mul(y).relu().add(row))
                .output("where", x.greater(y).where(x, y.neg()))
                .output("columns", x.sum(0))
                .output("rows", x.sum(1))
                .output("argmax", x.oneHotArgmax());
        for (Fused op : List.of(new Fused.Softmax(), new Fused.CategoricalKl())) {
            program.output(op.label(), Tensor.apply(op, x));
        }
        Tensor number = Noise.gumbel("number", Shape.of(dims[0]));
        Tensor temperature = Tensor.scalar(0.7f);
        program.output("gumbelSoftmax", Tensor.apply(new Fused.GumbelSoftmax(), x, y, temperature))
                .output("softmaxGradient", Tensor.apply(new Fused.SoftmaxGradient(), x.softmax(), y, temperature))
                .output("categoricalKlGradient", Tensor.apply(new Fused.CategoricalKlGradient(), x, number))
                .output("bernoulliNll", Tensor.apply(new Fused.BernoulliNll(), x, y.sigmoid()))
                .output("bernoulliNllGradient", Tensor.apply(new Fused.BernoulliNllGradient(), x, y.sigmoid(), number));
        for (Activation activation : List.of(Activation.RELU, Activation.SIGMOID, Activation.TANH)) {
            program.output(activation.name(), Tensor.apply(new Fused.ActivationGradient(activation), x, y));
        }
        Tensor weight = Noise.gumbel("weight", Shape.of(70, dims[1]));
        program.output("linear", Tensor.apply(new Fused.Linear(Activation.RELU), x, weight, Noise.gumbel("bias", Shape.of(70))));
        return results(program.build(), threads);
    }

    private static Map<String, List<Float>> results(Program program, int threads) {
        Map<String, List<Float>> results = new TreeMap<>();
        try (Session session = new JavaProvider().create(Settings.defaults().withThreads(threads)).open(7, program)) {
            Results run = session.run(program, Feed.at(3));
            program.outputs().keySet().forEach(name -> results.put(name, boxed(run.get(name).toFloats())));
        }
        return results;
    }

    /** Of all variables, moments too, after some steps of the article's training. */
    private static List<List<Float>> weights(int threads) {
        Program train = CategoricalVae.article().train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        Feed feed = Feed.at(0).put(CategoricalVae.IMAGES, BackendSoakTest.images()).put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        try (Session session = new JavaProvider().create(Settings.defaults().withThreads(threads)).open(7, train)) {
            for (int step = 0; step < STEPS; step++) {
                session.run(train, feed.step(step));
            }
            return session.variables().stream().map(variable -> boxed(session.read(variable).toFloats())).toList();
        }
    }

    private static List<Float> boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return List.of(boxed);
    }
}
