package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.BackendLocator;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.data.Glyphs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The article's model learns on the digits that the program draws: 300 steps. */
class GlyphsTrainingTest {
    @Test
    void theTestLossFallsToThreeFifthsOfTheFirstStep() {
        Dataset all = Glyphs.dataset(30_000);
        Dataset glyphs = new Dataset(all.name(), all.source(), all.train(), all.test().limit(1_000));
        TrainingOptions article = TrainingOptions.article();
        TrainingOptions once = new TrainingOptions(
                1, article.batchSize(), article.learningRate(), article.seed(), article.latents(), article.categories(), article.hidden(),
                article.logits(), false, article.temperature(), article.minTemperature(), article.annealRate(), article.logInterval());
        List<Double> first = new ArrayList<>();
        List<Double> test = new ArrayList<>();
        Tiny.train(new Trainer(once, glyphs), BackendLocator.standard().select(), new TrainingListener() {
            @Override
            public void step(StepMetrics step) {
                if (step.step() == 0) {
                    first.add(step.loss());
                }
            }

            @Override
            public void epoch(EpochMetrics epoch) {
                test.add(epoch.testLoss());
            }
        });
        assertThat(test.getFirst()).isLessThan(0.6 * first.getFirst());
    }
}
