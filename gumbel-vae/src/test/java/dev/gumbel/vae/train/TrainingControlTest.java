package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.backend.Session;
import dev.gumbel.vae.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingControlTest {
    private static final Dataset DATA = Tiny.data(47, 23);

    private final TrainingControl control = new TrainingControl();
    private final List<EpochMetrics> epochs = new ArrayList<>();
    private final List<Latents> latents = new ArrayList<>();

    /** Trains on this thread; the given order is called after the step of that number. */
    private void train(int epochs, long step, Runnable order) {
        Trainer trainer = new Trainer(Tiny.options().epochs(epochs).build(), DATA);
        try (Session session = trainer.open(Tiny.reference())) {
            trainer.run(session, new TrainingListener() {
                @Override
                public void step(StepMetrics metrics) {
                    if (metrics.step() == step) {
                        order.run();
                    }
                }

                @Override
                public void epoch(EpochMetrics metrics) {
                    TrainingControlTest.this.epochs.add(metrics);
                }

                @Override
                public void latents(Latents latents) {
                    TrainingControlTest.this.latents.add(latents);
                }
            }, control);
        }
    }

    @Test
    void stopsAfterThePresentEpochWithAllThatBelongsToIt() {
        train(50, 5, control::stopAfterEpoch);
        assertThat(epochs).extracting(EpochMetrics::epoch).containsExactly(1, 2);
        assertThat(latents).hasSize(2);
    }

    @Test
    void aStopIsTakenBack() {
        train(3, 5, () -> {
            control.stopAfterEpoch();
            control.resume();
        });
        assertThat(epochs).hasSize(3);
    }

    @Test
    void aPauseLastsUntilSomeoneResumesAndCountsNowhere() {
        train(1, 1, () -> {
            control.pause();
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(700);
                } catch (InterruptedException impossible) {
                    throw new IllegalStateException(impossible);
                }
                control.resume();
            });
        });
        assertThat(control.pausedNanos()).isBetween(500_000_000L, 60_000_000_000L);
        assertThat(epochs.getFirst().seconds()).isPositive();
    }

    /** The hand-made images are of four classes, and there are 3 latents of 4 categories. */
    @Test
    void theLatentsAreLookedAtAfterEachEpoch() {
        train(2, -1, () -> { });
        Latents last = latents.getLast();
        assertThat(last.use().images()).isEqualTo(20);
        assertThat(last.code()).hasSize(3);
        assertThat(last.traversal()).hasDimensions(12, 36);
        assertThat(last.use().codes()).hasDimensions(3, 4);
        double[] whole = new double[3];
        Arrays.setAll(whole, i -> last.use().kl()[i] + last.use().entropy()[i]);
        assertThat(whole).containsExactly(new double[] {Math.log(4), Math.log(4), Math.log(4)}, within(1e-9));
        // The image with its own category in place is the same in every row.
        for (int latent = 1; latent < 3; latent++) {
            assertThat(last.traversal()[latent * 4 + last.code()[latent]]).isEqualTo(last.traversal()[last.code()[0]]);
        }
    }
}
