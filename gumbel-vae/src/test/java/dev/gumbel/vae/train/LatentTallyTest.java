package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LatentTallyTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final float SURE = 100;

    /** Two latents of two categories, two images a batch: the first latent tells the images apart, the second says nothing. */
    @Test
    void aSureLatentHasNoEntropyAnIdleOneNothingElse() {
        LatentTally tally = new LatentTally(2, 2, 2);
        tally.add(new float[] {SURE, 0, 0, 0, 0, SURE, 0, 0}, (byte) 0, (byte) 3);
        LatentUse use = tally.use(4);
        assertThat(use.epoch()).isEqualTo(4);
        assertThat(use.images()).isEqualTo(2);
        assertThat(use.entropy()).containsExactly(new double[] {0, Math.log(2)}, CLOSE);
        assertThat(use.kl()).containsExactly(new double[] {Math.log(2), 0}, CLOSE);
        assertThat(use.information()).containsExactly(new double[] {Math.log(2), 0}, CLOSE);
        assertThat(use.codes()).isDeepEqualTo(new int[][] {{1, 1}, {2, 0}});
        assertThat(use.codesByLabel()).hasSize(4);
        assertThat(use.codesByLabel().get(3)).isDeepEqualTo(new int[][] {{0, 1}, {1, 0}});
        assertThat(use.codesByLabel().get(1)).isDeepEqualTo(new int[][] {{0, 0}, {0, 0}});
    }

    @Test
    void aHabitHasKlButNoInformation() {
        LatentTally tally = new LatentTally(1, 2, 1);
        tally.add(new float[] {SURE, 0}, (byte) 0);
        tally.add(new float[] {SURE, 0}, (byte) 1);
        assertThat(tally.use(1).kl()[0]).isCloseTo(Math.log(2), CLOSE);
        assertThat(tally.use(1).information()[0]).isCloseTo(0, CLOSE);
    }

    @Test
    void theCodeIsTheMostProbableCategoryTheFirstOfEquals() {
        assertThat(Codes.of(new float[] {0, 2, 1, 5, 5, 0}, 2, 3)).containsExactly(1, 0);
    }

    @Test
    void tooManyCategoriesAreNotCounted() {
        LatentTally tally = new LatentTally(1, 3000, 1);
        tally.add(new float[3000], (byte) 0);
        assertThat(tally.use(1).codes()).isEmpty();
        assertThat(tally.use(1).codesByLabel()).isEmpty();
        assertThat(tally.use(1).entropy()[0]).isCloseTo(Math.log(3000), CLOSE);
    }
}
