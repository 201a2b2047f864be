package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Session;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.vae.data.Dataset;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleRendererTest {
    private static final int PIXELS = 36;
    private static final Dataset LARGE = Tiny.data(130, 20);

    /** Paints with weights that have learned nothing. */
    private static Pictures paint(Dataset data, TrainingOptions options, int epoch, double temperature) {
        SampleRenderer painter = new SampleRenderer(new CategoricalVae(options.shape(PIXELS)), options, data);
        try (Session session = Tiny.reference().open(options.seed(), painter.programs())) {
            return painter.paint(session, epoch, temperature);
        }
    }

    private static Pictures paint(int epoch, double temperature) {
        return paint(LARGE, Tiny.options().build(), epoch, temperature);
    }

    @Test
    void aLargeSetShowsAHundredTrainAndEightTestImagesAndSixtyFourSamples() {
        Pictures pictures = paint(1, 1);
        assertThat(pictures.trainReconstructions()).hasDimensions(100, PIXELS);
        assertThat(pictures.testOriginals()).hasDimensions(8, PIXELS);
        assertThat(pictures.testReconstructions()).hasDimensions(8, PIXELS);
        assertThat(pictures.samples()).hasDimensions(64, PIXELS);
    }

    @Test
    void asManyTrainAsTestImagesNeedOneProgram() {
        Dataset five = Tiny.data(5, 5);
        TrainingOptions options = Tiny.options().build();
        assertThat(new SampleRenderer(new CategoricalVae(options.shape(PIXELS)), options, five).programs()).hasSize(2);
        Pictures pictures = paint(five, options, 1, 1);
        assertThat(pictures.trainReconstructions()).hasDimensions(5, PIXELS);
        assertThat(pictures.testReconstructions()).hasDimensions(5, PIXELS);
    }

    @Test
    void aTestSetOfThreeShowsThree() {
        Pictures pictures = paint(Tiny.data(10, 3), Tiny.options().build(), 1, 1);
        assertThat(pictures.testOriginals()).hasDimensions(3, PIXELS);
        assertThat(pictures.testReconstructions()).hasDimensions(3, PIXELS);
    }

    @Test
    void originalsAreTheTestSetsFirstImagesOverTwoHundredAndFiftyFive() {
        float[][] originals = paint(1, 1).testOriginals();
        byte[] pixels = LARGE.test().pixels();
        for (int image = 0; image < originals.length; image++) {
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                assertThat(originals[image][pixel]).isEqualTo((pixels[image * PIXELS + pixel] & 0xFF) / 255f);
            }
        }
    }

    @Test
    void aPictureDependsOnSeedEpochAndTemperature() {
        float[][] first = paint(1, 1).trainReconstructions();
        assertThat(paint(1, 1).trainReconstructions()).isDeepEqualTo(first);
        assertThat(Arrays.deepEquals(paint(2, 1).trainReconstructions(), first)).as("epoch 2").isFalse();
        assertThat(Arrays.deepEquals(paint(1, 0.2).trainReconstructions(), first)).as("temperature 0.2").isFalse();
        Pictures otherSeed = paint(LARGE, Tiny.options().seed(1).build(), 1, 1);
        assertThat(Arrays.deepEquals(otherSeed.trainReconstructions(), first)).as("seed 1").isFalse();
    }

    /** One-hot codes do not depend on the temperature that scales the logits. */
    @Test
    void hardReconstructionsAreDecodedFromOneHotCodes() {
        TrainingOptions hard = Tiny.options().hard().build();
        assertThat(paint(LARGE, hard, 1, 0.2).trainReconstructions()).isDeepEqualTo(paint(LARGE, hard, 1, 1).trainReconstructions());
    }

    @Test
    void samplesAreDrawnAnewInEachEpochAndKnowNoTemperature() {
        float[][] samples = paint(1, 1).samples();
        assertThat(paint(1, 0.2).samples()).isDeepEqualTo(samples);
        assertThat(Arrays.deepEquals(paint(2, 1).samples(), samples)).as("epoch 2").isFalse();
        // 4 categories of 3 latents: 64 codes, so 64 draws hardly ever agree, nor do they all differ.
        long distinct = IntStream.range(0, 64).mapToObj(i -> Arrays.toString(samples[i])).distinct().count();
        assertThat(distinct).isBetween(25L, 60L);
    }
}
