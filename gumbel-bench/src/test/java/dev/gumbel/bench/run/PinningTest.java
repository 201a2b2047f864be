package dev.gumbel.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lists of cores as Linux writes them. */
class PinningTest {

    @Test
    void rangesAndSingleCores() {
        assertThat(Pinning.cores("0-1")).containsExactly(0, 1);
        assertThat(Pinning.cores("3")).containsExactly(3);
        assertThat(Pinning.cores("0,2-4,7")).containsExactly(0, 2, 3, 4, 7);
    }
}
