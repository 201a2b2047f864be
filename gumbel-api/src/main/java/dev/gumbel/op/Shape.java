package dev.gumbel.op;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The extents of a tensor's axes, outermost first; a scalar has none. Immutable, compared by value. */
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;
    private final long size;

    private Shape(int[] dims) {
        this.dims = dims;
        long product = 1;
        for (int dim : dims) {
            if (dim < 1) {
                throw new ShapeException("shape " + Arrays.toString(dims) + ": every extent must be at least 1");
            }
            if (product > Long.MAX_VALUE / dim) {
                throw new ShapeException("shape " + Arrays.toString(dims) + ": more elements than a long counts");
            }
            product *= dim;
        }
        this.size = product;
    }

    /**
     * A shape of the given extents.
     *
     * @throws ShapeException if an extent is below 1
     */
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /** The shape without axes, of one element. */
    public static Shape scalar() {
        return SCALAR;
    }

    /** The number of axes. */
    public int rank() {
        return dims.length;
    }

    /** The number of elements. */
    public long size() {
        return size;
    }

    /** The extents, as a fresh array. */
    public int[] dims() {
        return dims.clone();
    }

    /** The extent of an axis; a negative axis counts from the last. */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /** The extent of the last axis. */
    public int last() {
        return dim(-1);
    }

    /** The number of rows when all but the last axis are taken together. */
    public long rows() {
        return size / last();
    }

    /**
     * The axis counted from the first.
     *
     * @throws ShapeException if there is no such axis
     */
    public int axis(int axis) {
        int normal = axis < 0 ? axis + dims.length : axis;
        if (normal < 0 || normal >= dims.length) {
            throw new ShapeException("axis " + axis + " is outside shape " + this + ", which has " + dims.length + " axes");
        }
        return normal;
    }

    /**
     * A shape of as many elements as this one.
     *
     * @param dims the extents; one may be -1 and is then what is left for it
     * @throws ShapeException if more than one is -1, or nothing fits in its place
     */
    public Shape inferred(int... dims) {
        long unknown = Arrays.stream(dims).filter(dim -> dim == -1).count();
        if (unknown == 0) {
            return of(dims);
        }
        if (unknown > 1) {
            throw new ShapeException("reshape: %s: %s has %d extents of -1, at most one can be inferred".formatted(
                    this, Arrays.toString(dims), unknown));
        }
        long known = of(Arrays.stream(dims).map(dim -> dim == -1 ? 1 : dim).toArray()).size();
        if (size() % known != 0) {
            throw new ShapeException("reshape: %s holds %d elements, %s needs a multiple of %d".formatted(
                    this, size(), Arrays.toString(dims), known));
        }
        return of(Arrays.stream(dims).map(dim -> dim == -1 ? Math.toIntExact(size() / known) : dim).toArray());
    }

    /** This shape with the extent of one axis replaced. */
    public Shape with(int axis, int extent) {
        int[] changed = dims.clone();
        changed[axis(axis)] = extent;
        return new Shape(changed);
    }

    /** The axes of this shape, and after them those of another from one of its axes on. */
    public Shape followedBy(Shape other, int from) {
        int added = other.dims.length - from;
        int[] joined = Arrays.copyOf(dims, dims.length + added);
        System.arraycopy(other.dims, from, joined, dims.length, added);
        return Shape.of(joined);
    }

    /** This shape with the given axes removed, or kept with extent 1. */
    public Shape reduce(int[] axes, boolean keep) {
        boolean[] gone = new boolean[dims.length];
        for (int axis : axes) {
            gone[axis(axis)] = true;
        }
        return Shape.of(IntStream.range(0, dims.length).filter(i -> keep || !gone[i]).map(i -> gone[i] ? 1 : dims[i]).toArray());
    }

    /** Whether a tensor of this shape can be repeated along axes of extent 1, or along new leading axes, to the target (NumPy's rule). */
    public boolean broadcastsTo(Shape target) {
        int offset = target.dims.length - dims.length;
        return offset >= 0 && IntStream.range(0, dims.length).allMatch(i -> dims[i] == 1 || dims[i] == target.dims[i + offset]);
    }

    /**
     * The shape two operands broadcast to (NumPy's rule).
     *
     * @throws ShapeException naming the op and the axis where both extents differ and neither is 1
     */
    public static Shape broadcast(String op, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int left = i <= a.rank() ? a.dims[a.rank() - i] : 1;
            int right = i <= b.rank() ? b.dims[b.rank() - i] : 1;
            if (left != right && left != 1 && right != 1) {
                throw new ShapeException("%s: %s and %s do not broadcast: axis %d has extents %d and %d".formatted(op, a, b, -i, left, right));
            }
            dims[rank - i] = Math.max(left, right);
        }
        return Shape.of(dims);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** The extents in brackets, as in {@code [3000, 10]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
