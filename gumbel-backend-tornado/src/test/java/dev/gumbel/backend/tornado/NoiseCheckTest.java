package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings;
import dev.gumbel.op.NoiseKind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** The device draws what Java draws. */
class NoiseCheckTest {
    private static final int BLOCK_BITS = 22;
    private final TornadoDevice device = ((TornadoBackend) new TornadoProvider().create(Settings.defaults())).device();

    @ParameterizedTest
    @EnumSource
    void theCheckPasses(NoiseKind kind) {
        assertThat(NoiseCheck.passes(device, kind)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theCheckSeesOtherDraws(NoiseKind kind) {
        // Words that begin one later: nearly all draws are others.
        try (NoiseCheck check = new NoiseCheck(device, kind, 1, 1 << BLOCK_BITS)) {
            assertThat(check.differences(0, 1)).isZero();
            assertThat(check.differences(0, 3)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("exhaustive")
    void everyWordGivesTheDrawOfNoiseV1(NoiseKind kind) {
        long begin = System.nanoTime();
        long differences = 0;
        try (NoiseCheck check = new NoiseCheck(device, kind, 1, 1 << BLOCK_BITS)) {
            for (long first = 0; first < 1L << 32; first += 1 << BLOCK_BITS) {
                differences += check.differences((int) first, 1);
            }
        }
        System.out.printf("%s noise on %s, 2^32 words: %d differ from Java's, %d s%n",
                kind.label(), TornadoBackend.name(device), differences, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        assertThat(differences).isZero();
    }
}
