package dev.gumbel.agreement;

import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How far a value may be from what is expected: |difference| &lt;= absolute + relative max|row|, and, where capped, a tenth of max|tensor|, so
 * that a tensor of small numbers is not judged equal to zeros. Written so that NaN fails, unless NaN is expected.
 *
 * @param absolute the part that does not depend on the values
 * @param relative the part that grows with the largest expected magnitude of a row
 * @param capped whether a tenth of the tensor's largest magnitude is the most
 */
public record Tolerance(double absolute, double relative, boolean capped) {
    /** Of values. */
    public static final Tolerance FORWARD = new Tolerance(1e-6, 1e-5);
    /** Of gradients. */
    public static final Tolerance GRADIENT = new Tolerance(1e-6, 1e-4);
    /** Of what is not computed but moved, chosen or set. Zeros of both signs are equal. */
    public static final Tolerance EXACT = new Tolerance(0, 0);

    private static final double LARGEST_SHARE = 0.1;
    private static final int SHOWN = 5;

    /** A capped tolerance. */
    public Tolerance(double absolute, double relative) {
        this(absolute, relative, true);
    }

    /** Of sums over so many elements, whose rounding errors add up. */
    public Tolerance summedOver(long elements) {
        return new Tolerance(absolute, relative * Math.max(1, Math.sqrt(elements) / 10), capped);
    }

    /** Of graphs of values near 1, some of which cancel, so that nothing is left of a whole tensor but rounding errors. */
    public Tolerance afterCancellation() {
        return new Tolerance(absolute, relative, false);
    }

    /**
     * The largest difference of two elements in units of what is allowed for it: at most 1 where the tensors agree, infinite where one is NaN alone.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public double excess(HostTensor expected, HostTensor actual) {
        double[] worst = {0};
        visit(expected, actual, (index, excess, allowed) -> worst[0] = Math.max(worst[0], excess));
        return worst[0];
    }

    /**
     * What differs by more than is allowed: how many elements, and the first few with their places; empty where the tensors agree.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public Optional<String> disagreement(HostTensor expected, HostTensor actual) {
        Shape shape = expected.shape();
        List<String> differences = new ArrayList<>();
        long[] count = {0};
        visit(expected, actual, (i, excess, allowed) -> {
            if (!(excess <= 1) && ++count[0] <= SHOWN) {
                differences.add("  %s: expected %s, got %s, difference %.3g, tolerance %.3g".formatted(
                        Arrays.toString(coordinates(shape, i)), expected.get(i), actual.get(i), actual.get(i) - expected.get(i), allowed));
            }
        });
        return count[0] == 0 ? Optional.empty() : Optional.of("%s: %d of %d elements differ%n%s".formatted(
                shape, count[0], shape.size(), String.join(System.lineSeparator(), differences)));
    }

    /** How far a number is from what is expected, as a share of that; infinite where one of them is NaN. */
    public static double relativeDifference(double expected, double actual) {
        double difference = expected == actual ? 0 : Math.abs(actual - expected) / Math.abs(expected);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private interface Visitor {
        void visit(long index, double excess, double allowed);
    }

    private void visit(HostTensor expected, HostTensor actual, Visitor visitor) {
        Shape shape = expected.shape();
        if (!shape.equals(actual.shape())) {
            throw new IllegalArgumentException("tolerance: expected a tensor of shape %s, got %s".formatted(shape, actual.shape()));
        }
        int columns = shape.rank() == 0 ? 1 : shape.last();
        double widest = capped ? LARGEST_SHARE * largest(expected, 0, shape.size()) : Double.POSITIVE_INFINITY;
        for (long start = 0; start < shape.size(); start += columns) {
            double allowed = Math.min(absolute + relative * largest(expected, start, columns), widest);
            for (long i = start; i < start + columns; i++) {
                visitor.visit(i, excess(expected.get(i), actual.get(i), allowed), allowed);
            }
        }
    }

    private static double excess(double expected, double actual, double allowed) {
        double difference = Math.abs(actual - expected);
        boolean same = Double.isFinite(expected) ? difference == 0 : Double.compare(expected, actual) == 0;
        if (same) {
            return 0;
        }
        double excess = difference / allowed;
        return Double.isFinite(expected) && !Double.isNaN(excess) ? excess : Double.POSITIVE_INFINITY;
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
