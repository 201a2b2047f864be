package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gumbel.discrete.TemperatureSchedule;
import dev.gumbel.model.VaeShape;
import dev.gumbel.op.Activation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Each number at the edge of what it may be, the others the article's. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            --epochs          | 0         | 0, expected at least 1
            --batch-size      | 0         | 0, expected at least 1
            --latents         | 0         | 0, expected at least 1
            --categories      | 1         | 1, expected at least 2
            --hidden          | 0         | 0, expected at least 1
            --log-interval    | 0         | 0, expected at least 1
            --learning-rate   | 0         | 0.0, expected a finite number above 0
            --learning-rate   | -0.1      | -0.1, expected a finite number above 0
            --learning-rate   | NaN       | NaN, expected a finite number above 0
            --learning-rate   | Infinity  | Infinity, expected a finite number above 0
            --temperature     | 0         | 0.0, expected a finite number above 0
            --temperature     | NaN       | NaN, expected a finite number above 0
            --temperature     | Infinity  | Infinity, expected a finite number above 0
            --min-temperature | 0         | 0.0, expected a finite number above 0
            --min-temperature | NaN       | NaN, expected a finite number above 0
            --anneal-rate     | -1E-9     | -1.0E-9, expected a finite number of at least 0
            --anneal-rate     | NaN       | NaN, expected a finite number of at least 0
            --anneal-rate     | Infinity  | Infinity, expected a finite number of at least 0
            """)
    void whatIsOutsideItsRangeIsRefused(String option, double value, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> article(option, value)).withMessage(option + ": " + message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--epochs, 1", "--batch-size, 1", "--latents, 1", "--categories, 2", "--hidden, 1", "--log-interval, 1", "--learning-rate, 1e-45",
        "--temperature, 0.5", "--min-temperature, 1", "--anneal-rate, 0"})
    void whatIsJustInsideItsRangeIsTaken(String option, double value) {
        assertThatCode(() -> article(option, value)).doesNotThrowAnyException();
    }

    private static TrainingOptions article(String option, double value) {
        int number = (int) value;
        TrainingOptions a = TrainingOptions.article();
        return new TrainingOptions(
                option.equals("--epochs") ? number : a.epochs(), option.equals("--batch-size") ? number : a.batchSize(),
                option.equals("--learning-rate") ? value : a.learningRate(), a.seed(), option.equals("--latents") ? number : a.latents(),
                option.equals("--categories") ? number : a.categories(), option.equals("--hidden") ? List.of(64, number) : a.hidden(),
                a.logits(), a.hard(), option.equals("--temperature") ? value : a.temperature(),
                option.equals("--min-temperature") ? value : a.minTemperature(), option.equals("--anneal-rate") ? value : a.annealRate(),
                option.equals("--log-interval") ? number : a.logInterval());
    }

    @Test
    void noHiddenLayerIsAModelToo() {
        assertThat(Tiny.options().hidden(List.of()).build().shape(36).hidden()).isEmpty();
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
