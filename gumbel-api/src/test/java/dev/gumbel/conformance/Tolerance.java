package dev.gumbel.conformance;

import dev.gumbel.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/**
 * How far a value may be from what is expected: |difference| &lt;= absolute + relative max|row|. Written so that NaN fails, unless NaN is expected.
 *
 * @param absolute the part that does not depend on the values
 * @param relative the part that grows with the largest expected magnitude of a row
 */
record Tolerance(double absolute, double relative) {
    private static final int SHOWN = 5;

    /** Of values. */
    static final Tolerance FORWARD = new Tolerance(1e-6, 1e-5);
    /** Of gradients. */
    static final Tolerance GRADIENT = new Tolerance(1e-6, 1e-4);

    /** Of sums over so many elements, whose rounding errors add up. */
    Tolerance summedOver(long elements) {
        return new Tolerance(absolute, relative * Math.max(1, Math.sqrt(elements) / 10));
    }

    /** Fails with the first differences, and what replays them. */
    void check(String what, HostTensor expected, HostTensor actual, String replay) {
        Assertions.assertEquals(expected.shape(), actual.shape(), () -> what + ": shape");
        int columns = expected.shape().rank() == 0 ? 1 : expected.shape().last();
        List<String> differences = new ArrayList<>();
        long count = 0;
        for (long start = 0; start < expected.shape().size(); start += columns) {
            double allowed = absolute + relative * largest(expected, start, columns);
            for (long i = start; i < start + columns; i++) {
                if (differs(expected.get(i), actual.get(i), allowed) && ++count <= SHOWN) {
                    differences.add("  element %d: expected %s, got %s, difference %.3g, tolerance %.3g".formatted(
                            i, expected.get(i), actual.get(i), actual.get(i) - expected.get(i), allowed));
                }
            }
        }
        if (count > 0) {
            Assertions.fail("%s %s: %d of %d elements differ%n%s%n  replay: %s".formatted(
                    what, expected.shape(), count, expected.shape().size(), String.join("\n", differences), replay));
        }
    }

    private static boolean differs(double expected, double actual, double allowed) {
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
            return Double.compare(expected, actual) != 0;
        }
        return !(Math.abs(actual - expected) <= allowed);
    }

    private static double largest(HostTensor values, long start, int length) {
        double largest = 0;
        for (long i = start; i < start + length; i++) {
            double magnitude = Math.abs(values.get(i));
            largest = Double.isFinite(magnitude) ? Math.max(largest, magnitude) : largest;
        }
        return largest;
    }
}
