package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeanLossesTest {
    @Test
    void meansAreOverImagesNotOverBatches() {
        MeanLosses losses = new MeanLosses();
        assertThat(losses.add(new FixedResults(10, 8, 2), 100)).isEqualTo(10);
        assertThat(losses.add(new FixedResults(20, 12, 8), 25)).isEqualTo(20);
        assertThat(losses.loss()).isEqualTo((10 * 100 + 20 * 25) / 125.0);
        assertThat(losses.reconstruction()).isEqualTo((8 * 100 + 12 * 25) / 125.0);
        assertThat(losses.kl()).isEqualTo((2 * 100 + 8 * 25) / 125.0);
    }
}
