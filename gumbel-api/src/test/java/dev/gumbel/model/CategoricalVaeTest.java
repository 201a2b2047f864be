package dev.gumbel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelMax;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.GraphException;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Adam;
import dev.gumbel.nn.Sgd;
import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CategoricalVaeTest {
    private static final int BATCH = 4;
    private static final List<String> VARIABLES = List.of(
            "encoder.0.weight", "encoder.0.bias", "encoder.1.weight", "encoder.1.bias", "encoder.2.weight", "encoder.2.bias",
            "decoder.0.weight", "decoder.0.bias", "decoder.1.weight", "decoder.1.bias", "decoder.2.weight", "decoder.2.bias");
    private final CategoricalVae vae = new CategoricalVae(new VaeShape(6, List.of(5, 4), 2, 3, Activation.RELU));
    private final Program train = vae.train(BATCH, new Adam(1e-2f), GumbelSoftmax.soft());

    private static Map<String, Shape> inputs(Program program) {
        return program.inputs().stream().collect(Collectors.toMap(Input::name, Tensor::shape));
    }

    private static Map<String, Shape> outputs(Program program) {
        return program.outputs().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().shape()));
    }

    private static Feed feed() {
        double[] pixels = new double[BATCH * 6];
        Arrays.setAll(pixels, i -> i * 7 % 11 / 10.0);
        return Feed.at(3)
                .put(CategoricalVae.IMAGES, HostTensor.of(Shape.of(BATCH, 6), DataType.FLOAT32, pixels))
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar(0.8f));
    }

    @Test
    void theArticlesNetworkHasItsSizes() {
        assertThat(CategoricalVae.article().shape()).isEqualTo(new VaeShape(784, List.of(512, 256), 30, 10, Activation.RELU));
        List<Variable> variables = CategoricalVae.article().variables();
        assertThat(variables).extracting(Variable::name).containsExactlyElementsOf(VARIABLES);
        assertThat(variables).extracting(Variable::shape).containsExactly(
                Shape.of(512, 784), Shape.of(512), Shape.of(256, 512), Shape.of(256), Shape.of(300, 256), Shape.of(300),
                Shape.of(256, 300), Shape.of(256), Shape.of(512, 256), Shape.of(512), Shape.of(784, 512), Shape.of(784));
        assertThat(variables.stream().mapToLong(variable -> variable.shape().size()).sum()).isEqualTo(1_221_180);
    }

    @Test
    void trainTakesImagesAndTemperatureAndGivesTheLossInParts() {
        assertThat(train.name()).isEqualTo("train(4)");
        assertThat(train.domain()).isEqualTo(Domain.TRAIN);
        assertThat(inputs(train)).isEqualTo(Map.of("images", Shape.of(4, 6), "temperature", Shape.scalar()));
        assertThat(outputs(train)).isEqualTo(Map.of("loss", Shape.scalar(), "reconstruction", Shape.scalar(), "kl", Shape.scalar()));
    }

    @Test
    void trainUpdatesEveryWeight() {
        List<String> updated = train.updates().stream().map(update -> update.variables().getFirst().name()).toList();
        assertThat(updated.subList(0, VARIABLES.size())).containsExactlyElementsOf(VARIABLES);
        assertThat(updated.subList(VARIABLES.size(), updated.size())).containsExactly("adam.step");
    }

    @Test
    void gradientsHandsThemOutAndUpdatesNothing() {
        Program gradients = vae.gradients(BATCH, GumbelSoftmax.hard(), shape -> Tensor.input("noise", shape));
        assertThat(gradients.updates()).isEmpty();
        assertThat(inputs(gradients)).containsEntry("noise", Shape.of(4, 2, 3)).containsKeys("images", "temperature");
        assertThat(gradients.outputs().keySet()).containsAll(VARIABLES).contains("loss", "reconstruction", "kl").hasSize(15);
        vae.variables().forEach(variable -> assertThat(outputs(gradients)).containsEntry(variable.name(), variable.shape()));
    }

    @Test
    void evaluateReconstructAndSampleHaveDomainsOfTheirOwn() {
        assertThat(vae.evaluate(BATCH).domain()).isEqualTo(Domain.EVALUATE);
        assertThat(vae.reconstruct(BATCH, GumbelSoftmax.soft()).domain()).isEqualTo(Domain.RECONSTRUCT);
        assertThat(vae.sample(BATCH).domain()).isEqualTo(Domain.SAMPLE);
    }

    @Test
    void evaluateIsTrainWithoutUpdates() {
        Program evaluate = vae.evaluate(BATCH);
        assertThat(evaluate.updates()).isEmpty();
        assertThat(inputs(evaluate)).isEqualTo(inputs(train));
        assertThat(outputs(evaluate)).isEqualTo(outputs(train));
        assertThat(vae.evaluate(BATCH, GumbelSoftmax.hard()).toString()).contains("oneHotArgmax");
    }

    @Test
    void reconstructDecodesPixels() {
        Program reconstruct = vae.reconstruct(BATCH, GumbelMax.exact());
        assertThat(outputs(reconstruct)).isEqualTo(Map.of("decoded", Shape.of(4, 6)));
        assertThat(inputs(reconstruct)).isEqualTo(Map.of("images", Shape.of(4, 6)));
        assertThat(inputs(vae.reconstruct(BATCH, GumbelSoftmax.soft()))).containsKey("temperature");
    }

    @Test
    void sampleNeedsNoInputAndNoEncoder() {
        Program sample = vae.sample(BATCH);
        assertThat(sample.inputs()).isEmpty();
        assertThat(sample.variables()).extracting(Variable::name).containsExactlyInAnyOrderElementsOf(VARIABLES.subList(6, 12));
        double[] pixels = Evaluate.values(sample, Feed.at(0));
        assertThat(Arrays.stream(pixels)).hasSize(24).allMatch(pixel -> pixel > 0 && pixel < 1);
    }

    @Test
    void encoderDrawAndDecoderMakeAHardReconstruction() {
        Input logits = Tensor.input(CategoricalVae.LOGITS, Shape.of(BATCH, 2, 3));
        Program draw = Program.named("draw").domain(Domain.RECONSTRUCT)
                .output(CategoricalVae.CODES, GumbelMax.draw(logits, Noise.gumbel("z", logits.shape()))).build();
        Program encoder = vae.encoder(BATCH);
        Program decoder = vae.decoder(BATCH);
        Program whole = vae.reconstruct(BATCH, GumbelSoftmax.hard());
        try (Session session = Evaluate.reference().open(1, encoder, draw, decoder, whole)) {
            Feed images = Feed.at(3).put(CategoricalVae.IMAGES, feed().values().get("images"));
            HostTensor encoded = session.run(encoder, images).get(CategoricalVae.LOGITS).copy();
            HostTensor codes = session.run(draw, Feed.at(3).put(CategoricalVae.LOGITS, encoded)).get(CategoricalVae.CODES).copy();
            assertThat(session.run(decoder, Feed.at(3).put(CategoricalVae.CODES, codes)).get(CategoricalVae.DECODED).toDoubles())
                    .isEqualTo(session.run(whole, feed()).get(CategoricalVae.DECODED).toDoubles());
        }
    }

    @Test
    void theLossIsTheSumOfItsParts() {
        try (Session session = Evaluate.reference().open(7, train)) {
            Results results = session.run(train, feed());
            assertThat(results.get("loss").item()).isCloseTo(results.get("reconstruction").item() + results.get("kl").item(), within(1e-6));
            assertThat(results.get("kl").item()).isBetween(0.0, 2 * Math.log(3));
            assertThat(results.get("reconstruction").item()).isPositive();
        }
    }

    @Test
    void lossesAreMeansOverTheBatch() {
        Program twice = vae.evaluate(2 * BATCH, GumbelSoftmax.soft());
        Program once = vae.evaluate(BATCH, GumbelSoftmax.soft());
        HostTensor images = feed().values().get("images");
        float[] doubled = new float[2 * BATCH * 6];
        System.arraycopy(images.toFloats(), 0, doubled, 0, BATCH * 6);
        System.arraycopy(images.toFloats(), 0, doubled, BATCH * 6, BATCH * 6);
        try (Session session = Evaluate.reference().open(7, once, twice)) {
            double kl = session.run(once, feed()).get("kl").item();
            Feed feed = feed().put("images", HostTensor.of(Shape.of(2 * BATCH, 6), doubled));
            assertThat(session.run(twice, feed).get("kl").item()).isCloseTo(kl, within(1e-6));
        }
    }

    @Test
    void programsOfOneModelShareItsVariables() {
        Program evaluate = vae.evaluate(BATCH);
        try (Session session = Evaluate.reference().open(7, train, evaluate, vae.sample(BATCH))) {
            assertThat(session.variables()).hasSize(3 * VARIABLES.size() + 1);
            double before = session.run(evaluate, feed()).get("loss").item();
            for (int i = 0; i < 20; i++) {
                session.run(train, feed());
            }
            assertThat(session.run(evaluate, feed()).get("loss").item()).isLessThan(before - 0.05);
        }
    }

    @Test
    void twoModelsOfOneShapeAreOneModelToASession() {
        CategoricalVae twin = new CategoricalVae(vae.shape());
        try (Session session = Evaluate.reference().open(7, train, twin.evaluate(BATCH))) {
            assertThat(session.variables()).hasSize(3 * VARIABLES.size() + 1);
        }
    }

    @Test
    void modelsOfTwoShapesCannotShareASession() {
        CategoricalVae other = new CategoricalVae(new VaeShape(6, List.of(5, 4), 2, 4, Activation.RELU));
        assertThatThrownBy(() -> Evaluate.reference().open(7, train, other.evaluate(BATCH))).isInstanceOf(GraphException.class)
                .hasMessage("programs [train(4), evaluate(4)]: variable 'encoder.2.weight' has two signatures, FLOAT32[8, 4] and FLOAT32[6, 4]");
    }

    @Test
    void trainingAndEvaluationDrawOtherNoise() {
        try (Session session = Evaluate.reference().open(7, vae.evaluate(BATCH), vae.train(BATCH, new Sgd(1e-6f), GumbelSoftmax.soft()))) {
            assertThat(session.variables()).isNotEmpty();
        }
        double evaluated = Evaluate.values(vae.evaluate(BATCH), feed())[0];
        double trained = Evaluate.values(train, feed())[0];
        assertThat(evaluated).isNotEqualTo(trained);
    }

    @Test
    void noiseMayBeFedInstead() {
        Program program = vae.train(BATCH, new Sgd(0.1f), GumbelSoftmax.soft(), shape -> Tensor.input("noise", shape));
        Feed feed = feed().put("noise", HostTensor.zeros(Shape.of(4, 2, 3), DataType.FLOAT32));
        double still = Evaluate.values(program, feed)[0];
        assertThat(Evaluate.values(program, feed.step(4))[0]).isEqualTo(still);
    }

    @Test
    void logitsMayBeLinear() {
        CategoricalVae linear = new CategoricalVae(new VaeShape(6, List.of(), 2, 3, Activation.LINEAR));
        assertThat(linear.variables()).extracting(Variable::name)
                .containsExactly("encoder.0.weight", "encoder.0.bias", "decoder.0.weight", "decoder.0.bias");
        assertThat(linear.evaluate(BATCH).toString()).contains("Linear[activation=LINEAR]").doesNotContain("RELU");
    }
}
