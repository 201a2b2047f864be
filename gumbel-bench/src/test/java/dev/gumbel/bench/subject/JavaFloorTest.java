package dev.gumbel.bench.subject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the floor of the backend java counts and computes. */
class JavaFloorTest {

    @Test
    void theMultiplyAddsAreThoseOfSeventeenProducts() {
        long forward = 784 * 512 + 512 * 256 + 256 * 300 + 300 * 256 + 256 * 512 + 512 * 784;
        assertThat(Layers.multiplyAdds(100)).isEqualTo(100 * (3 * forward - 784 * 512));
    }

    /** Numbers that are neither infinite nor subnormal, which some processors compute more slowly. */
    @Test
    void theSumsStayOrdinaryNumbers() {
        assertThat(RegisterLoop.warm()).isBetween(0.01f, 1f);
        assertThat(RegisterLoop.multiplyAdds(1)).isBetween(0.01f, 1f);
        assertThat(RegisterLoop.multiplyAdds(100_000_000)).isBetween(0.01f, 1f);
    }
}
