package dev.gumbel.vae.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.model.VaeShape;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime computes from an exported program is what the reference computes from the program. */
class OnnxTest {
    private static final double TOLERANCE = 1e-5;
    private static final Shape SHAPE = Shape.of(3, 4);

    /** Runs a program of one input and one output here and there; the largest difference. */
    private static double assertSame(Program program) throws OrtException {
        Input input = program.inputs().getFirst();
        HostTensor fed = HostTensor.zeros(input.shape(), input.type());
        for (int i = 0; i < fed.shape().size(); i++) {
            fed.set(i, i * 37 % 11 / 10.0);
        }
        String output = program.outputs().keySet().iterator().next();
        Map<String, HostTensor> variables = new LinkedHashMap<>();
        float[] expected;
        try (Session session = BackendLocator.standard().select("reference").open(2020, program)) {
            session.variables().forEach(variable -> variables.put(variable.name(), session.read(variable)));
            expected = session.run(program, Feed.at(0).put(input, fed)).get(output).toFloats();
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] extents = Arrays.stream(input.shape().dims()).asLongStream().toArray();
        try (OrtSession session = environment.createSession(Onnx.model(program, variables));
                OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(fed.toFloats()), extents);
                OrtSession.Result result = session.run(Map.of(input.name(), tensor))) {
            OnnxTensor given = (OnnxTensor) result.get(output).orElseThrow();
            assertThat(given.getInfo().getShape()).containsExactly(
                    Arrays.stream(program.outputs().get(output).shape().dims()).asLongStream().toArray());
            float[] actual = new float[expected.length];
            given.getFloatBuffer().get(actual);
            assertThat(actual).containsExactly(expected, within((float) TOLERANCE));
            return IntStream.range(0, actual.length).mapToDouble(i -> Math.abs(actual[i] - expected[i])).max().orElseThrow();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Activation.class, names = {"RELU", "LINEAR"})
    void encoderAndDecoder(Activation logits) throws OrtException {
        CategoricalVae vae = new CategoricalVae(new VaeShape(784, List.of(512, 256), 30, 10, logits));
        System.out.printf("ONNX Runtime, logits %s: largest difference of the encoder %.2g, of the decoder %.2g%n",
                logits, assertSame(vae.encoder(7)), assertSame(vae.decoder(1)));
    }

    static Stream<Arguments> ops() {
        Tensor x = Tensor.input("x", SHAPE);
        Tensor ones = Tensor.constant(Shape.of(4), 0.2f, 0.4f, 0.6f, 0.8f);
        Tensor ids = Tensor.apply(new Leaf.Constant(Shape.of(4), DataType.INT32, 3, 1, 2, 4));
        Tensor matrix = Tensor.constant(Shape.of(4, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        return Stream.of(
                Arguments.of("neg", x.neg()), Arguments.of("exp", x.exp()), Arguments.of("log", x.add(1).log()), Arguments.of("sqrt", x.sqrt()),
                Arguments.of("sigmoid", x.sigmoid()), Arguments.of("tanh", x.tanh()), Arguments.of("relu", x.sub(0.5).relu()),
                Arguments.of("softplus", x.softplus()), Arguments.of("detach", x.detach()),
                Arguments.of("add", x.add(ones)), Arguments.of("sub", x.sub(ones)), Arguments.of("mul", x.mul(ones)),
                Arguments.of("div", x.div(ones)),
                Arguments.of("maximum", x.maximum(ones)), Arguments.of("minimum", x.minimum(ones)), Arguments.of("greater", x.greater(ones)),
                Arguments.of("greaterOrEqual", x.greaterOrEqual(ones)), Arguments.of("equal", x.equalTo(ones)),
                Arguments.of("where", x.greater(ones).where(x, ones.neg())),
                Arguments.of("where by ids", ids.greater(ids.scalarLike(2)).where(x, ones.neg())),
                Arguments.of("where by equal ids", ids.equalTo(ids.scalarLike(2)).where(x, ones.neg())),
                Arguments.of("reshape", x.reshape(2, 6)), Arguments.of("permute", x.permute(1, 0)), Arguments.of("slice", x.slice(1, 1, 3)),
                Arguments.of("slice with a step", x.slice(1, 0, 4, 3)),
                Arguments.of("broadcastTo", x.broadcastTo(Shape.of(2, 3, 4))), Arguments.of("concat", Tensor.concat(1, List.of(x, x.neg()))),
                Arguments.of("matMul", x.matMul(matrix)),
                Arguments.of("transposed matMul", x.matMul(matrix.reshape(2, 4), false, true)),
                Arguments.of("sum", x.sum(0)), Arguments.of("sumKeep", x.sumKeep(0, 1)), Arguments.of("max", x.max(1)),
                Arguments.of("maxKeep", x.maxKeep(1)), Arguments.of("softmax", x.softmax()), Arguments.of("logSumExp", x.logSumExp()),
                Arguments.of("straightThrough", x.greater(ones).straightThrough(x)),
                Arguments.of("sigmoid layer", layer(x, Activation.SIGMOID)),
                Arguments.of("tanh layer", layer(x, Activation.TANH)),
                Arguments.of("bernoulliNll", Tensor.apply(new Fused.BernoulliNll(), x, x)),
                Arguments.of("categoricalKl", Tensor.apply(new Fused.CategoricalKl(), x)));
    }

    private static Tensor layer(Tensor x, Activation activation) {
        Tensor weight = Tensor.constant(Shape.of(2, 4), 1, 2, 3, 4, 5, 6, 7, 8);
        return Tensor.apply(new Fused.Linear(activation), x, weight, Tensor.constant(Shape.of(2), -1, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ops")
    void anOp(String name, Tensor tensor) throws OrtException {
        assertSame(Program.named(name).output("y", tensor).build());
    }

    @Test
    void whatHasNoCounterpartIsNamed() {
        CategoricalVae vae = new CategoricalVae(new VaeShape(6, List.of(5), 2, 3, Activation.RELU));
        assertThatExceptionOfType(ExportException.class).isThrownBy(() -> Onnx.model(vae.codes(4), values(vae)))
                .withMessageMatching("op (random|oneHotArgmax) .* has no counterpart in ONNX here");
        Program train = vae.train(4, new Adam(1e-3f), GumbelSoftmax.soft());
        assertThatExceptionOfType(ExportException.class).isThrownBy(() -> Onnx.model(train, values(vae)))
                .withMessage("program 'train(4)': updates of variables cannot be exported");
        assertThatExceptionOfType(ExportException.class).isThrownBy(() -> Onnx.model(vae.encoder(4), Map.of()))
                .withMessage("variable 'encoder.0.weight': no value of shape [5, 6]");
    }

    private static Map<String, HostTensor> values(CategoricalVae vae) {
        Map<String, HostTensor> values = new LinkedHashMap<>();
        vae.variables().forEach(variable -> values.put(variable.name(), HostTensor.zeros(variable.shape(), variable.type())));
        return values;
    }
}
