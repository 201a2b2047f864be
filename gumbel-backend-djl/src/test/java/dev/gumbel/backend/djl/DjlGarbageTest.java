package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.Garbage;
import org.junit.jupiter.api.Test;

class DjlGarbageTest {
    /** Objects of a step: its results, the rates of Adam, what the JIT compiler leaves of lambdas. */
    private static final long SOME = 2_000;

    @Test
    void aTrainingStepLeavesNoGarbageThatCounts() {
        assertThat(Garbage.ofTrainingStep(new DjlProvider().create(Settings.defaults().withThreads(1)), SOME)).isLessThan(SOME);
    }
}
