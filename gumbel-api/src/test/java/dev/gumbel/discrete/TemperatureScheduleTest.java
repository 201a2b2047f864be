package dev.gumbel.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureScheduleTest {

    /** exp(-3e-5), exp(-3e-5 (1 + 101)) and exp(-3e-5 (1 + 101 + 201)), computed in decimal. */
    @ParameterizedTest
    @CsvSource({
        "0, 1", "1, 1", "2, 0.9999700004499955", "101, 0.9999700004499955", "102, 0.9969446770282150", "201, 0.9969446770282150",
        "202, 0.9909511891523872"
    })
    void theArticlesTemperatureFallsAfterEveryHundredthBatch(long batch, double temperature) {
        TemperatureSchedule schedule = TemperatureSchedule.article(1.0, 3e-5, 0.5);
        assertThat(schedule.at(batch, batch)).isCloseTo(temperature, within(1e-15));
    }

    @Test
    void theArticlesTemperatureStartsAfreshEachEpoch() {
        TemperatureSchedule schedule = TemperatureSchedule.article(1.0, 3e-5, 0.5);
        assertThat(schedule.at(600, 0)).isEqualTo(1);
        assertThat(schedule.at(6000, 599)).isEqualTo(schedule.at(599, 599)).isLessThan(1);
    }

    @Test
    void theArticlesTemperatureStaysAboveItsFloor() {
        TemperatureSchedule schedule = TemperatureSchedule.article(1.0, 1, 0.5);
        assertThat(schedule.at(2, 2)).isEqualTo(0.5);
        assertThat(schedule.at(1000, 1000)).isEqualTo(0.5);
    }

    @Test
    void exponentialFallsWithTheStepToItsFloor() {
        TemperatureSchedule schedule = TemperatureSchedule.exponential(2, 0.5, 0.25);
        assertThat(schedule.at(0, 7)).isEqualTo(2);
        assertThat(schedule.at(2, 0)).isCloseTo(2 / Math.E, within(1e-15));
        assertThat(schedule.at(100, 0)).isEqualTo(0.25);
    }

    @Test
    void constantIsConstant() {
        TemperatureSchedule schedule = TemperatureSchedule.constant(0.7);
        assertThat(schedule.at(0, 0)).isEqualTo(0.7);
        assertThat(schedule.at(1_000_000, 99)).isEqualTo(0.7);
    }

    @Test
    void withoutRateNothingFalls() {
        assertThat(TemperatureSchedule.article(0.8, 0, 0.5).at(5000, 5000)).isEqualTo(0.8);
        assertThat(TemperatureSchedule.exponential(0.8, 0, 0.5).at(5000, 5000)).isEqualTo(0.8);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesATemperatureThatIsNotAboveZero(double wrong) {
        String message = "temperature " + wrong + " must be finite and above 0";
        assertRefused(message, () -> TemperatureSchedule.constant(wrong));
        assertRefused(message, () -> TemperatureSchedule.article(wrong, 1, 1));
        assertRefused(message, () -> TemperatureSchedule.exponential(wrong, 1, 1));
        assertRefused("minimum " + message, () -> TemperatureSchedule.article(1, 1, wrong));
        assertRefused("minimum " + message, () -> TemperatureSchedule.exponential(1, 1, wrong));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesARateBelowZero(double wrong) {
        String message = "anneal rate " + wrong + " must be finite and at least 0";
        assertRefused(message, () -> TemperatureSchedule.article(1, wrong, 1));
        assertRefused(message, () -> TemperatureSchedule.exponential(1, wrong, 1));
    }

    private static void assertRefused(String message, Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
