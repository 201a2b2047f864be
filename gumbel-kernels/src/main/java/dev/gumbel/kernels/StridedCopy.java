package dev.gumbel.kernels;

import dev.gumbel.op.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies of 4-byte elements between dense memory and memory of any strides. Strides and offsets count elements. */
public final class StridedCopy {
    private static final ValueLayout.OfInt ELEMENT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final long BYTES = ELEMENT.byteSize();

    private StridedCopy() {}

    /** The strides of a dense array in row-major order. */
    public static long[] strides(Shape shape) {
        long[] strides = new long[shape.rank()];
        long stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.dim(axis);
        }
        return strides;
    }

    /** The strides with which a dense array is read as one of another shape that it broadcasts to. */
    public static long[] broadcastStrides(Shape shape, Shape target) {
        long[] own = strides(shape);
        long[] strides = new long[target.rank()];
        int added = target.rank() - shape.rank();
        for (int axis = 0; axis < shape.rank(); axis++) {
            strides[axis + added] = shape.dim(axis) == 1 ? 0 : own[axis];
        }
        return strides;
    }

    /** Fills dense memory of a shape from an offset on. */
    public static void gather(MemorySegment from, long offset, long[] strides, Shape shape, MemorySegment into) {
        copy(shape, 0, from, offset, strides, into, 0, strides(shape));
    }

    /** Copies dense memory of a shape to an offset. */
    public static void scatter(MemorySegment from, Shape shape, MemorySegment into, long offset, long[] strides) {
        copy(shape, 0, from, 0, strides(shape), into, offset, strides);
    }

    private static void copy(Shape shape, int axis, MemorySegment from, long source, long[] strides, MemorySegment into, long target, long[] steps) {
        if (axis == shape.rank()) {
            into.set(ELEMENT, target * BYTES, from.get(ELEMENT, source * BYTES));
        } else if (axis < shape.rank() - 1) {
            for (int i = 0; i < shape.dim(axis); i++) {
                copy(shape, axis + 1, from, source + i * strides[axis], strides, into, target + i * steps[axis], steps);
            }
        } else if (strides[axis] == 1 && steps[axis] == 1) {
            MemorySegment.copy(from, source * BYTES, into, target * BYTES, shape.dim(axis) * BYTES);
        } else {
            copyRow(shape.dim(axis), from, source * BYTES, strides[axis] * BYTES, into, target * BYTES, steps[axis] * BYTES);
        }
    }

    /** All in bytes. */
    private static void copyRow(int count, MemorySegment from, long source, long stride, MemorySegment into, long target, long step) {
        long at = source;
        long to = target;
        for (int i = 0; i < count; i++) {
            into.set(ELEMENT, to, from.get(ELEMENT, at));
            at += stride;
            to += step;
        }
    }
}
