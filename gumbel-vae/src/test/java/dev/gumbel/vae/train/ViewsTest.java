package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final StepMetrics STEP = new StepMetrics(1, 0, 0, 5, 1);

    @Test
    void aViewThatFailsIsToldAndTheOthersGoOn() {
        List<String> told = new ArrayList<>();
        List<StepMetrics> seen = new ArrayList<>();
        TrainingListener sees = new TrainingListener() {
            @Override
            public void logged(StepMetrics metrics) {
                seen.add(metrics);
            }
        };
        new Views(List.of(failing(new TrainingException("report.html: cannot be written")), sees), told::add).logged(STEP);
        assertThat(seen).containsExactly(STEP);
        assertThat(told).containsExactly("report.html: cannot be written; the training goes on");
    }

    @Test
    void aFaultOfALibraryIsToldWithWhoFailed() {
        List<String> told = new ArrayList<>();
        new Views(List.of(new Fails(new IllegalStateException("no fonts"))), told::add).logged(STEP);
        assertThat(told).containsExactly("Fails: java.lang.IllegalStateException: no fonts; the training goes on");
    }

    private static TrainingListener failing(RuntimeException failure) {
        return new Fails(failure);
    }

    private record Fails(RuntimeException failure) implements TrainingListener {
        @Override
        public void logged(StepMetrics metrics) {
            throw failure;
        }
    }
}
