package dev.gumbel.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.Garbage;
import org.junit.jupiter.api.Test;

class Nd4jGarbageTest {
    /** Each call makes Java objects of ND4J's. The smallest matrix of a step has 102,400 bytes: a copy of one on the heap does not fit. */
    private static final long SOME = 100_000;

    @Test
    void aTrainingStepMakesNoMatrixOnTheJavaHeap() {
        assertThat(Garbage.ofTrainingStep(new Nd4jProvider().create(Settings.defaults().withThreads(1)), SOME)).isLessThan(SOME);
    }
}
