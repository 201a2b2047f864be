package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Session;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.vae.data.Dataset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
    private static final Dataset DATA = Tiny.data(40, 23);

    /** The KL knows neither noise nor temperature, so its mean over the set does not depend on how the set is cut into batches. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 22, 23, 40})
    void theMeanIsOverEveryImageOnce(int batchSize) {
        double oneBatch = evaluate(Tiny.options().batchSize(23), 1).kl();
        assertThat(oneBatch).isGreaterThan(1e-3);
        assertThat(evaluate(Tiny.options().batchSize(batchSize), 1).kl()).isCloseTo(oneBatch, Percentage.withPercentage(1e-4));
    }

    @Test
    void theLossIsTheSumOfItsParts() {
        MeanLosses losses = evaluate(Tiny.options(), 1);
        assertThat(losses.loss()).isCloseTo(losses.reconstruction() + losses.kl(), Percentage.withPercentage(1e-4));
    }

    @Test
    void eachEpochDrawsNoiseOfItsOwn() {
        double first = evaluate(Tiny.options(), 1).reconstruction();
        assertThat(evaluate(Tiny.options(), 1).reconstruction()).isEqualTo(first);
        assertThat(evaluate(Tiny.options(), 2).reconstruction()).isNotEqualTo(first);
    }

    /** Batch 2 of the evaluation is the first that the schedule cools. */
    @Test
    void theTemperatureFollowsTheEvaluationsOwnBatches() {
        Tiny cooled = Tiny.options().annealRate(2).minTemperature(0.1);
        Tiny constant = Tiny.options().annealRate(0).minTemperature(0.1);
        assertThat(evaluate(cooled.batchSize(12), 1).reconstruction()).isEqualTo(evaluate(constant.batchSize(12), 1).reconstruction());
        assertThat(evaluate(cooled.batchSize(10), 1).reconstruction()).isNotEqualTo(evaluate(constant.batchSize(10), 1).reconstruction());
    }

    private static MeanLosses evaluate(Tiny tiny, int epoch) {
        TrainingOptions options = tiny.build();
        Evaluator evaluator = new Evaluator(new CategoricalVae(options.shape(DATA.test().size())), options, DATA);
        try (Session session = Tiny.reference().open(options.seed(), evaluator.programs())) {
            return evaluator.evaluate(session, epoch);
        }
    }
}
