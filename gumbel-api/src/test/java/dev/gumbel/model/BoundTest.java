package dev.gumbel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model of two latents of three categories: its nine codes can be counted, and -log p(x) is known. */
class BoundTest {
    private static final int LATENTS = 2;
    private static final int CATEGORIES = 3;
    private static final int RUNS = 2000;
    private static final HostTensor IMAGE = HostTensor.of(Shape.of(1, 5), 0f, 1f, 0.3f, 1f, 0f);
    private static final CategoricalVae VAE = new CategoricalVae(new VaeShape(5, List.of(6), LATENTS, CATEGORIES, Activation.LINEAR));
    private static final Program TRAIN = VAE.train(1, new Adam(5e-2f), GumbelSoftmax.soft());
    private static final Program ENCODER = VAE.encoder(1);
    private static final Program DECODER = VAE.decoder(9);
    private static final Program HARD = VAE.evaluate(1, GumbelSoftmax.hard());
    private static final Program ONE = VAE.bound(1, 1);
    private static final Program EIGHT = VAE.bound(1, 8);
    private static final Program MANY = VAE.bound(1, 4000);
    private Session session;

    @BeforeEach
    void trainABit() {
        session = BackendLocator.standard().select("reference").open(2020, TRAIN, ENCODER, DECODER, HARD, ONE, EIGHT, MANY);
        for (int step = 0; step < 10; step++) {
            session.run(TRAIN, feed(step));
        }
        // An encoder so sure of itself that its posterior is far from the true one: bounds of few samples are then loose.
        session.write(VAE.variables().get(3), HostTensor.of(Shape.of(6), 2f, 0f, 0f, 0f, 1f, 0f));
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static Feed feed(long step) {
        return Feed.at(step).put(CategoricalVae.IMAGES, IMAGE).put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
    }

    private double bound(Program program, long step) {
        return session.run(program, Feed.at(step).put(CategoricalVae.IMAGES, IMAGE)).get(CategoricalVae.BOUND).item();
    }

    private double meanBound(Program program) {
        double sum = 0;
        for (int step = 0; step < RUNS; step++) {
            sum += bound(program, step);
        }
        return sum / RUNS;
    }

    /** log p(x|z) for each of the nine codes. */
    private double[] likelihoods() {
        float[] codes = new float[9 * LATENTS * CATEGORIES];
        for (int code = 0; code < 9; code++) {
            codes[code * 6 + code / 3] = 1;
            codes[code * 6 + 3 + code % 3] = 1;
        }
        HostTensor oneHot = HostTensor.of(Shape.of(9, LATENTS, CATEGORIES), codes);
        float[][] decoded = session.run(DECODER, Feed.at(0).put(CategoricalVae.CODES, oneHot)).get(CategoricalVae.DECODED).toRows();
        double[] likelihoods = new double[9];
        for (int code = 0; code < 9; code++) {
            for (int pixel = 0; pixel < 5; pixel++) {
                double target = IMAGE.get(pixel);
                likelihoods[code] += target * Math.log(decoded[code][pixel]) + (1 - target) * Math.log(1 - decoded[code][pixel]);
            }
        }
        return likelihoods;
    }

    /** log q(z|x) for each of the nine codes. */
    private double[] posterior() {
        float[] logits = session.run(ENCODER, Feed.at(0).put(CategoricalVae.IMAGES, IMAGE)).get(CategoricalVae.LOGITS).toFloats();
        double[] posterior = new double[9];
        for (int code = 0; code < 9; code++) {
            posterior[code] = logits[code / 3] - logSumExp(logits, 0) + logits[3 + code % 3] - logSumExp(logits, 3);
        }
        return posterior;
    }

    private static double logSumExp(float[] logits, int start) {
        return Math.log(Math.exp(logits[start]) + Math.exp(logits[start + 1]) + Math.exp(logits[start + 2]));
    }

    /** -log p(x), counted. */
    private double exact() {
        double sum = 0;
        for (double likelihood : likelihoods()) {
            sum += Math.exp(likelihood) / 9;
        }
        return -Math.log(sum);
    }

    @Test
    void oneSampleGivesOneOfTheNineWeightsAndTheirMeanIsTheLossWithHardSamples() {
        double[] likelihoods = likelihoods();
        double[] posterior = posterior();
        double expected = 0;
        for (int code = 0; code < 9; code++) {
            double weight = -(likelihoods[code] - Math.log(9) - posterior[code]);
            expected += Math.exp(posterior[code]) * weight;
        }
        double hard = 0;
        for (int step = 0; step < RUNS; step++) {
            double bound = bound(ONE, step);
            assertThat(bound).matches(given -> {
                for (int code = 0; code < 9; code++) {
                    if (Math.abs(given + likelihoods[code] - Math.log(9) - posterior[code]) < 1e-5) {
                        return true;
                    }
                }
                return false;
            }, "is a code's weight");
            hard += session.run(HARD, feed(step)).get(CategoricalVae.LOSS).item() / RUNS;
        }
        assertThat(meanBound(ONE)).isCloseTo(expected, within(0.03));
        assertThat(hard).isCloseTo(expected, within(0.03));
    }

    @Test
    void moreSamplesComeNearerToTheLogLikelihoodFromAbove() {
        double exact = exact();
        double one = meanBound(ONE);
        double eight = meanBound(EIGHT);
        assertThat(one).isGreaterThan(eight + 0.1);
        assertThat(eight).isGreaterThan(exact + 0.01);
        assertThat(bound(MANY, 0)).isCloseTo(exact, within(0.02));
    }

    @Test
    void eachImageOfABatchHasItsOwn() {
        Program two = VAE.bound(2, 4000);
        HostTensor images = HostTensor.of(Shape.of(2, 5), 0f, 1f, 0.3f, 1f, 0f, 1f, 0f, 0f, 1f, 1f);
        HostTensor swapped = HostTensor.of(Shape.of(2, 5), 1f, 0f, 0f, 1f, 1f, 0f, 1f, 0.3f, 1f, 0f);
        try (Session both = BackendLocator.standard().select("reference").open(2020, two)) {
            double there = both.run(two, Feed.at(0).put(CategoricalVae.IMAGES, images)).get(CategoricalVae.BOUND).item();
            double back = both.run(two, Feed.at(0).put(CategoricalVae.IMAGES, swapped)).get(CategoricalVae.BOUND).item();
            assertThat(there).isCloseTo(back, within(0.05));
        }
    }

    @Test
    void noSampleIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> VAE.bound(1, 0)).withMessage("vae: 0 samples must be at least 1");
    }
}
