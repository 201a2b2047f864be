package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gumbel.discrete.TemperatureSchedule;
import dev.gumbel.model.VaeShape;
import dev.gumbel.op.Activation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingOptionsTest {
    @Test
    void theArticlesExperiment() {
        TrainingOptions article = TrainingOptions.article();
        assertThat(article).isEqualTo(new TrainingOptions(
                10, 100, 1e-3, 2020, 30, 10, List.of(512, 256), Activation.RELU, false, 1.0, 0.5, 3e-5, 10));
        assertThat(article.shape(784)).isEqualTo(VaeShape.article());
    }

    @Test
    void theTemperatureFallsByTheArticlesRule() {
        TemperatureSchedule schedule = Tiny.options().temperature(1).annealRate(0.01).minTemperature(0.3).build().schedule();
        assertThat(schedule.at(0, 1)).isEqualTo(1);
        assertThat(schedule.at(0, 2)).isEqualTo(Math.exp(-0.01));
        assertThat(schedule.at(0, 101)).isEqualTo(Math.exp(-0.01));
        assertThat(schedule.at(0, 102)).isEqualTo(Math.exp(-0.01) * Math.exp(-1.01));
        assertThat(schedule.at(0, 202)).isEqualTo(0.3);
    }

    @Test
    void anAnnealRateOfZeroKeepsTheTemperature() {
        assertThat(Tiny.options().annealRate(0).build().schedule().at(0, 10_000)).isEqualTo(1);
    }

    @Test
    void theListOfWidthsIsItsOwn() {
        List<Integer> widths = new ArrayList<>(List.of(8, 4));
        TrainingOptions options = Tiny.options().hidden(widths).build();
        widths.clear();
        assertThat(options.hidden()).containsExactly(8, 4);
    }

    @Test
    void aFloorAboveTheTemperatureIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tiny.options().temperature(0.4).build())
                .withMessage("--min-temperature: 0.5 is above --temperature 0.4; lower it");
    }

    /** What no float can hold is as bad as zero. */
    @Test
    void aLearningRateThatBecomesZeroOrInfiniteAsAFloatIsRefused() {
        for (double rate : new double[] {1e-60, 1e60}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Tiny.options().learningRate(rate).build())
                    .withMessage("--learning-rate: %s, expected a finite number above 0", rate);
        }
    }
}
