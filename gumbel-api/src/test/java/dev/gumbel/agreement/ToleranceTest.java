package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the suite lets pass, and what it says where it does not. */
class ToleranceTest {

    private static void assertJudged(boolean passes, Tolerance tolerance, float[] expected, float... actual) {
        Shape shape = Shape.of(expected.length);
        if (passes) {
            assertDoesNotThrow(() -> tolerance.check("value", HostTensor.of(shape, expected), HostTensor.of(shape, actual), "none"));
        } else {
            assertThrows(
                    AssertionError.class, () -> tolerance.check("value", HostTensor.of(shape, expected), HostTensor.of(shape, actual), "none"));
        }
    }

    @Test
    void aRowIsJudgedByItsLargestElement() {
        assertJudged(true, Tolerance.FORWARD, new float[] {0, 100}, 0.9e-3f, 100);
        assertJudged(false, Tolerance.FORWARD, new float[] {0, 100}, 1.1e-3f, 100);
        assertJudged(true, Tolerance.GRADIENT, new float[] {0, 100}, 0.9e-2f, 100);
        assertJudged(false, Tolerance.GRADIENT, new float[] {0, 100}, 1.1e-2f, 100);
        HostTensor expected = HostTensor.of(new float[][] {{0, 100}, {0, 1}});
        HostTensor actual = HostTensor.of(new float[][] {{0, 100}, {0.9e-3f, 1}});
        assertThrows(AssertionError.class, () -> Tolerance.FORWARD.check("value", expected, actual, "none"));
    }

    @ParameterizedTest
    @CsvSource({"1e-6", "1e-7", "1e-10", "1e-30"})
    void zerosDoNotPassForSmallNumbers(float size) {
        assertJudged(false, Tolerance.FORWARD, new float[] {size, -size}, 0, 0);
        assertJudged(false, Tolerance.GRADIENT, new float[] {size, -size}, size, -0.85f * size);
        assertJudged(true, Tolerance.GRADIENT, new float[] {size, -size}, size, -0.95f * size);
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
    void aFailureTellsWhereAndByHowMuchAndWhatReplaysIt() {
        HostTensor expected = HostTensor.of(Shape.of(2, 2, 2), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
        HostTensor actual = HostTensor.of(Shape.of(2, 2, 2), 1f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f, 8f);
        AssertionError failure = assertThrows(AssertionError.class, () -> Tolerance.FORWARD.check("value", expected, actual, "seed 7"));
        assertEquals("""
                value [2, 2, 2]: 6 of 8 elements differ
                  [0, 0, 1]: expected 2.0, got 2.5, difference 0.500, tolerance 2.10e-05
                  [0, 1, 0]: expected 3.0, got 3.5, difference 0.500, tolerance 4.10e-05
                  [0, 1, 1]: expected 4.0, got 4.5, difference 0.500, tolerance 4.10e-05
                  [1, 0, 0]: expected 5.0, got 5.5, difference 0.500, tolerance 6.10e-05
                  [1, 0, 1]: expected 6.0, got 6.5, difference 0.500, tolerance 6.10e-05
                  replay: seed 7""", failure.getMessage().lines().reduce((a, b) -> a + "\n" + b).orElseThrow());
    }

    @Test
    void anotherShapeIsAFailure() {
        AssertionError failure = assertThrows(AssertionError.class,
                () -> Tolerance.FORWARD.check("value", HostTensor.of(Shape.of(2), 1f, 2f), HostTensor.of(Shape.of(1, 2), 1f, 2f), "seed 7"));
        assertEquals("value: shape; replay: seed 7 ==> expected: <[2]> but was: <[1, 2]>", failure.getMessage());
    }
}
