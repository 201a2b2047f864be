package dev.gumbel.conformance;

import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/**
 * How far a value may be from what is expected: |difference| &lt;= absolute + relative max|row|, and, where capped, a tenth of max|tensor|, so
 * that a tensor of small numbers is not judged equal to zeros. Written so that NaN fails, unless NaN is expected.
 *
 * @param absolute the part that does not depend on the values
 * @param relative the part that grows with the largest expected magnitude of a row
 * @param capped whether a tenth of the tensor's largest magnitude is the most
 */
record Tolerance(double absolute, double relative, boolean capped) {
    private static final double LARGEST_SHARE = 0.1;
    private static final int SHOWN = 5;

    Tolerance(double absolute, double relative) {
        this(absolute, relative, true);
    }

    /** Of values. */
    static final Tolerance FORWARD = new Tolerance(1e-6, 1e-5);
    /** Of gradients. */
    static final Tolerance GRADIENT = new Tolerance(1e-6, 1e-4);

    /** Of what is not computed but moved, chosen or set. Zeros of both signs are equal. */
    static final Tolerance EXACT = new Tolerance(0, 0);

    /** Of sums over so many elements, whose rounding errors add up. */
    Tolerance summedOver(long elements) {
        return new Tolerance(absolute, relative * Math.max(1, Math.sqrt(elements) / 10), capped);
    }

    /** Of graphs of values near 1, some of which cancel, so that nothing is left of a whole tensor but rounding errors. */
    Tolerance afterCancellation() {
        return new Tolerance(absolute, relative, false);
    }

    /** Fails with the first differences, and what replays them. */
    void check(String what, HostTensor expected, HostTensor actual, String replay) {
        Assertions.assertEquals(expected.shape(), actual.shape(), () -> what + ": shape; replay: " + replay);
        Shape shape = expected.shape();
        int columns = shape.rank() == 0 ? 1 : shape.last();
        double widest = capped ? LARGEST_SHARE * largest(expected, 0, shape.size()) : Double.POSITIVE_INFINITY;
        List<String> differences = new ArrayList<>();
        long count = 0;
        for (long start = 0; start < shape.size(); start += columns) {
            double allowed = Math.min(absolute + relative * largest(expected, start, columns), widest);
            for (long i = start; i < start + columns; i++) {
                if (differs(expected.get(i), actual.get(i), allowed) && ++count <= SHOWN) {
                    differences.add("  %s: expected %s, got %s, difference %.3g, tolerance %.3g".formatted(
                            Arrays.toString(coordinates(shape, i)), expected.get(i), actual.get(i), actual.get(i) - expected.get(i), allowed));
                }
            }
        }
        if (count > 0) {
            Assertions.fail("%s %s: %d of %d elements differ%n%s%n  replay: %s".formatted(
                    what, shape, count, shape.size(), String.join(System.lineSeparator(), differences), replay));
        }
    }

    private static int[] coordinates(Shape shape, long index) {
        int[] coordinates = new int[shape.rank()];
        long rest = index;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            coordinates[axis] = (int) (rest % shape.dim(axis));
            rest /= shape.dim(axis);
        }
        return coordinates;
    }

    private static boolean differs(double expected, double actual, double allowed) {
        if (Double.isNaN(expected) || Double.isInfinite(expected)) {
            return Double.compare(expected, actual) != 0;
        }
        return !(Math.abs(actual - expected) <= allowed);
    }

    /** The largest finite magnitude. */
    private static double largest(HostTensor values, long start, long length) {
        double largest = 0;
        for (long i = start; i < start + length; i++) {
            double magnitude = Math.abs(values.get(i));
            largest = Double.isFinite(magnitude) ? Math.max(largest, magnitude) : largest;
        }
        return largest;
    }
}
