package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.Garbage;
import org.junit.jupiter.api.Test;

class DjlGarbageTest {
    /**
     * Each result is an array of DJL's, which makes Java objects for it. The smallest matrix of a step has 102,400 bytes: a copy of
     * one on the heap does not fit.
     */
    private static final long SOME = 150_000;

    @Test
    void aTrainingStepMakesNoMatrixOnTheJavaHeap() {
        assertThat(Garbage.ofTrainingStep(new DjlProvider().create(Settings.defaults().withThreads(1)), SOME)).isLessThan(SOME);
    }
}
