package dev.gumbel.backend.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.Garbage;
import org.junit.jupiter.api.Test;

class JavaGarbageTest {
    /** A few small objects an op, such as the shape of a product. */
    private static final long SOME = 10_000;

    @Test
    void aTrainingStepLeavesNoGarbageThatCounts() {
        assertThat(Garbage.ofTrainingStep(new JavaProvider().create(Settings.defaults().withThreads(1)), SOME)).isLessThan(SOME);
    }
}
