package dev.gumbel.backend.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.Garbage;
import org.junit.jupiter.api.Test;

class JavaGarbageTest {
    /** What a step cannot do without: its results, and lambdas until the JIT compiler has come. */
    private static final long SOME = 2_000;

    @Test
    void aTrainingStepLeavesNoGarbageThatCounts() {
        assertThat(Garbage.ofTrainingStep(new JavaProvider().create(Settings.defaults().withThreads(1)), SOME)).isLessThan(SOME);
    }
}
