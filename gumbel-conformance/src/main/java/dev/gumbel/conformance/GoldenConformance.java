package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.model.VaeShape;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 3: values and gradients that PyTorch computed, and draws that were computed without Java. */
interface GoldenConformance extends Conformance {

    static Stream<Arguments> ops() {
        return named(Json.golden("gumbel_softmax.json").get("cases").list());
    }

    static Stream<Json> draws() {
        return Json.golden("noise_v1.json").get("cases").list().stream();
    }

    static Stream<Arguments> vaes() {
        return named(Json.golden("vae_step.json").get("cases").list());
    }

    private static Stream<Arguments> named(List<Json> cases) {
        return IntStream.range(0, cases.size()).mapToObj(i -> Arguments.of(
                "%d, temperature %s%s".formatted(i, cases.get(i).get("temperature").number(), cases.get(i).get("hard").truth() ? ", hard" : ""),
                cases.get(i)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.GoldenConformance#ops")
    default void required_c31_gumbelSoftmax_equals_PyTorch(String name, Json golden) {
        HostTensor logitValues = golden.get("logits").tensor(DataType.FLOAT32);
        Input logits = Tensor.input("logits", logitValues.shape());
        Input noise = Tensor.input("noise", logitValues.shape());
        Input upstream = Tensor.input("upstream", logitValues.shape());
        Tensor temperature = Tensor.scalar((float) golden.get("temperature").number());
        Tensor sample = relaxation(golden).sample(logits, temperature, noise);
        Tensor gradient = Objects.requireNonNull(Gradients.of(sample.mul(upstream).sum(), List.of(logits)).get(logits), "by the logits");
        Program program = Program.named("op").output("value", sample).output("gradient", gradient).build();
        Feed feed = Feed.at(0).put(logits, logitValues)
                .put(noise, golden.get("gumbel").tensor(DataType.FLOAT32))
                .put(upstream, golden.get("upstream").tensor(DataType.FLOAT32));
        try (Session session = backend().open(0, program)) {
            Results results = session.run(program, feed);
            String replay = "gumbel_softmax.json, case " + name;
            Agreement.check(Tolerance.FORWARD, "value", golden.get("value").tensor(DataType.FLOAT32), results.get("value"), replay);
            Agreement.check(Tolerance.GRADIENT, "gradient", golden.get("gradLogits").tensor(DataType.FLOAT32), results.get("gradient"), replay);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.GoldenConformance#vaes")
    default void required_c32_five_steps_of_the_VAE_equal_PyTorch(String name, Json golden) {
        int batch = golden.get("batch").integer();
        CategoricalVae vae = vae(golden);
        Program train = vae.train(batch, new Adam((float) golden.get("learningRate").number()), relaxation(golden), GoldenConformance::fed);
        Program gradients = vae.gradients(batch, relaxation(golden), GoldenConformance::fed);
        try (Session session = backend().open(0, train, gradients)) {
            write(session, vae, golden.get("initial").list());
            int number = 0;
            for (Json step : golden.get("steps").list()) {
                check(session, vae, train, gradients, golden, step, "vae_step.json, case %s, step %d".formatted(name, number++));
            }
        }
    }

    /** The error that noise v1 is allowed against exact arithmetic, docs/noise-v1.md: where the generator is wrong, every draw is. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.gumbel.conformance.GoldenConformance#draws")
    default void required_c33_noise_is_the_Gumbel_transform_of_Philox_words(Json golden) {
        HostTensor exact = golden.get("noise").tensor(DataType.FLOAT64);
        Program program = Program.named("draw").domain(Domain.valueOf(golden.get("domain").text()))
                .output("noise", Noise.gumbel(golden.get("name").text(), exact.shape())).build();
        Feed feed = Feed.at(Long.parseLong(golden.get("step").text())).rowOffset(golden.get("rowOffset").integer());
        HostTensor actual = runOnce(Long.parseLong(golden.get("seed").text()), program, "noise", feed);
        for (int i = 0; i < exact.shape().size(); i++) {
            double allowed = Math.max(5e-7, 0.55 * Math.ulp((float) exact.get(i)));
            assertEquals(exact.get(i), actual.get(i), allowed, "draw " + i + "; replay: noise_v1.json, case " + golden);
        }
    }

    private static void check(
            Session session, CategoricalVae vae, Program train, Program gradients, Json golden, Json step, String replay) {
        Feed feed = Feed.at(0)
                .put(CategoricalVae.IMAGES, step.get("x").tensor(DataType.FLOAT32))
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar((float) golden.get("temperature").number()))
                .put("noise", step.get("gumbel").tensor(DataType.FLOAT32));
        if (step.has("gradients")) {
            Results results = session.run(gradients, feed);
            compare(vae, step.get("gradients").list(), variable -> results.get(variable.name()), Tolerance.GRADIENT, "gradient of ", replay);
        }
        Results results = session.run(train, feed);
        for (String loss : List.of(CategoricalVae.LOSS, CategoricalVae.RECONSTRUCTION, CategoricalVae.KL)) {
            Agreement.check(Tolerance.FORWARD, loss, HostTensor.scalar((float) step.get(loss).number()), results.get(loss), replay);
        }
        if (step.has("parametersAfter")) {
            compare(vae, step.get("parametersAfter").list(), session::read, Tolerance.GRADIENT, "updated ", replay);
        }
    }

    private static void compare(
            CategoricalVae vae, List<Json> expected, Function<Variable, HostTensor> actual, Tolerance tolerance, String what,
            String replay) {
        List<Variable> variables = vae.variables();
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = variables.get(i);
            Agreement.check(tolerance, what + variable.name(), expected.get(i).tensor(DataType.FLOAT32), actual.apply(variable), replay);
        }
    }

    private static void write(Session session, CategoricalVae vae, List<Json> values) {
        for (int i = 0; i < values.size(); i++) {
            session.write(vae.variables().get(i), values.get(i).tensor(DataType.FLOAT32));
        }
    }

    private static CategoricalVae vae(Json golden) {
        List<Integer> dims = golden.get("dims").list().stream().map(Json::integer).toList();
        Activation logits = Activation.valueOf(golden.get("logitActivation").text().toUpperCase(Locale.ROOT));
        return new CategoricalVae(new VaeShape(
                dims.getFirst(), dims.subList(1, dims.size()), golden.get("latents").integer(), golden.get("categories").integer(), logits));
    }

    private static GumbelSoftmax relaxation(Json golden) {
        return golden.get("hard").truth() ? GumbelSoftmax.hard() : GumbelSoftmax.soft();
    }

    private static Tensor fed(Shape shape) {
        return Tensor.input("noise", shape);
    }
}
