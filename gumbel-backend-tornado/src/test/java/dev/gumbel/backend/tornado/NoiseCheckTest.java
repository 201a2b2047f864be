package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** The device draws what Java draws. */
class NoiseCheckTest {
    private static final int BLOCK_BITS = 22;
    private final TornadoDevice device = ((TornadoBackend) new TornadoProvider().create(Settings.defaults())).device();

    @Test
    void theCheckAtOpenPasses() {
        assertThat(NoiseCheck.passes(device)).isTrue();
    }

    @Test
    void theCheckSeesOneOtherBit() {
        // Words that begin one later: nearly all draws are others.
        try (NoiseCheck check = new NoiseCheck(device, 1, 1 << BLOCK_BITS)) {
            assertThat(check.differences(0, 1)).isZero();
            assertThat(check.differences(0, 3)).isPositive();
        }
    }

    @Test
    @Tag("exhaustive")
    void everyWordGivesTheDrawOfNoiseV1() {
        long begin = System.nanoTime();
        long differences = 0;
        try (NoiseCheck check = new NoiseCheck(device, 1, 1 << BLOCK_BITS)) {
            for (long first = 0; first < 1L << 32; first += 1 << BLOCK_BITS) {
                differences += check.differences((int) first, 1);
            }
        }
        System.out.printf("noise v1 on %s, 2^32 words: %d differ from Java's, %d s%n",
                TornadoBackend.name(device), differences, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        assertThat(differences).isZero();
    }
}
