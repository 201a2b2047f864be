package dev.gumbel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract lets pass, and what is said where it does not. */
class ToleranceTest {

    private static void assertJudged(boolean passes, Tolerance tolerance, float[] expected, float... actual) {
        Shape shape = Shape.of(expected.length);
        HostTensor wanted = HostTensor.of(shape, expected);
        HostTensor given = HostTensor.of(shape, actual);
        assertThat(tolerance.disagreement(wanted, given).isEmpty()).isEqualTo(passes);
        assertThat(tolerance.excess(wanted, given) <= 1).isEqualTo(passes);
    }

    @Test
    void aRowIsJudgedByItsLargestElement() {
        assertJudged(true, Tolerance.FORWARD, new float[] {0, 100}, 0.9e-3f, 100);
        assertJudged(false, Tolerance.FORWARD, new float[] {0, 100}, 1.1e-3f, 100);
        assertJudged(true, Tolerance.GRADIENT, new float[] {0, 100}, 0.9e-2f, 100);
        assertJudged(false, Tolerance.GRADIENT, new float[] {0, 100}, 1.1e-2f, 100);
        HostTensor expected = HostTensor.of(new float[][] {{0, 100}, {0, 1}});
        HostTensor actual = HostTensor.of(new float[][] {{0, 100}, {0.9e-3f, 1}});
        assertThat(Tolerance.FORWARD.disagreement(expected, actual)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"1e-6", "1e-7", "1e-10", "1e-30"})
    void zerosDoNotPassForSmallNumbers(float size) {
        assertJudged(false, Tolerance.FORWARD, new float[] {size, -size}, 0, 0);
        assertJudged(false, Tolerance.GRADIENT, new float[] {size, -size}, size, -0.85f * size);
        assertJudged(true, Tolerance.GRADIENT, new float[] {size, -size}, size, -0.95f * size);
    }

    @Test
    void whatIsExactlyAtTheToleranceAgrees() {
        assertJudged(true, new Tolerance(1, 0, false), new float[] {4}, 5);
        assertJudged(false, new Tolerance(1, 0, false), new float[] {4}, 5.001f);
    }

    @Test
    void zerosAreJudgedExactly() {
        assertJudged(true, Tolerance.FORWARD, new float[] {0, 0}, 0, -0f);
        assertJudged(false, Tolerance.FORWARD, new float[] {0, 0}, 0, 1e-30f);
    }

    @Test
    void graphsWhoseValuesCancelMayKeepRoundingErrors() {
        Tolerance tolerance = Tolerance.FORWARD.afterCancellation();
        assertJudged(true, tolerance, new float[] {0, 3e-8f}, 6e-8f, 0);
        assertJudged(false, tolerance, new float[] {0, 3e-8f}, 1.1e-6f, 0);
        assertJudged(false, tolerance, new float[] {0, 3e-8f}, Float.NaN, 0);
    }

    @Test
    void whatIsNoNumberIsEqualToItselfAlone() {
        float inf = Float.POSITIVE_INFINITY;
        assertJudged(true, Tolerance.FORWARD, new float[] {Float.NaN, inf, -inf, 1}, Float.NaN, inf, -inf, 1);
        assertJudged(false, Tolerance.FORWARD, new float[] {Float.NaN, 1}, 0, 1);
        assertJudged(false, Tolerance.FORWARD, new float[] {1, 1}, Float.NaN, 1);
        assertJudged(false, Tolerance.FORWARD, new float[] {inf, 1}, -inf, 1);
        assertJudged(false, Tolerance.FORWARD, new float[] {inf, 1}, Float.MAX_VALUE, 1);
        assertJudged(false, Tolerance.FORWARD, new float[] {1, 1}, inf, 1);
    }

    @Test
    void longSumsMayRoundMore() {
        assertEquals(Tolerance.FORWARD, Tolerance.FORWARD.summedOver(1));
        assertEquals(Tolerance.FORWARD, Tolerance.FORWARD.summedOver(100));
        assertEquals(1e-4, Tolerance.FORWARD.summedOver(10_000).relative(), 1e-12);
        assertEquals(Tolerance.FORWARD.absolute(), Tolerance.FORWARD.summedOver(10_000).absolute());
    }

    @Test
    void aDisagreementTellsWhereAndByHowMuch() {
        HostTensor expected = HostTensor.of(Shape.of(2, 2, 2), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
        HostTensor actual = HostTensor.of(Shape.of(2, 2, 2), 1f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f, 8f);
        String told = Tolerance.FORWARD.disagreement(expected, actual).orElseThrow();
        assertThat(told.lines()).containsExactly(
                "[2, 2, 2]: 6 of 8 elements differ",
                "  [0, 0, 1]: expected 2.0, got 2.5, difference 0.500, tolerance 2.10e-05",
                "  [0, 1, 0]: expected 3.0, got 3.5, difference 0.500, tolerance 4.10e-05",
                "  [0, 1, 1]: expected 4.0, got 4.5, difference 0.500, tolerance 4.10e-05",
                "  [1, 0, 0]: expected 5.0, got 5.5, difference 0.500, tolerance 6.10e-05",
                "  [1, 0, 1]: expected 6.0, got 6.5, difference 0.500, tolerance 6.10e-05");
    }

    @Test
    void theExcessIsTheLargestDifferenceInUnitsOfItsRowsTolerance() {
        HostTensor expected = HostTensor.of(new float[][] {{1, 0}, {0, 100}});
        assertThat(Tolerance.GRADIENT.excess(expected, expected)).isZero();
        assertThat(Tolerance.GRADIENT.excess(expected, HostTensor.of(new float[][] {{1, 2.02e-4f}, {0, 100}}))).isCloseTo(2, within(1e-5));
        assertThat(Tolerance.GRADIENT.excess(expected, HostTensor.of(new float[][] {{1, 0}, {2.02e-4f, 100}}))).isCloseTo(0.0202, within(1e-4));
        assertThat(Tolerance.GRADIENT.excess(expected, HostTensor.of(new float[][] {{1, Float.NaN}, {0, 100}}))).isInfinite();
    }

    @Test
    void anotherShapeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tolerance.FORWARD.excess(HostTensor.of(Shape.of(2), 1f, 2f), HostTensor.of(Shape.of(1, 2), 1f, 2f)))
                .withMessage("tolerance: expected a tensor of shape [2], got [1, 2]");
    }

    @Test
    void numbersAreComparedRelativelyAndNanIsInfinitelyFar() {
        assertThat(Tolerance.relativeDifference(200, 201)).isEqualTo(0.005);
        assertThat(Tolerance.relativeDifference(200, 199)).isEqualTo(0.005);
        assertThat(Tolerance.relativeDifference(-200, 200)).isEqualTo(2);
        assertThat(Tolerance.relativeDifference(0, 0)).isZero();
        assertThat(Tolerance.relativeDifference(0, 1)).isInfinite();
        assertThat(Tolerance.relativeDifference(200, Double.NaN)).isInfinite();
        assertThat(Tolerance.relativeDifference(Double.NaN, 200)).isInfinite();
        assertThat(Tolerance.relativeDifference(Double.NaN, Double.NaN)).isInfinite();
    }
}
