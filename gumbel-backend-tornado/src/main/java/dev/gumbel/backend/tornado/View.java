package dev.gumbel.backend.tornado;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Movement.Slice;
import dev.gumbel.op.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where in the heap a tensor's elements lie. Ops that only move elements become other views of the same elements. An INT32 lies there as two floats,
 * high and low half, along a last axis of its own: kernels cannot read a float's bits.
 */
record View(int offset, int[] dims, int[] strides) {

    /** Elements in row-major order from an offset on. */
    static View of(int offset, int... dims) {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride = Math.multiplyExact(stride, dims[axis]);
        }
        return new View(offset, dims, strides);
    }

    /** The axes in the heap of a tensor. */
    static int[] dims(Shape shape, DataType type) {
        int[] dims = shape.dims();
        return type == DataType.INT32 ? IntStream.concat(Arrays.stream(dims), IntStream.of(2)).toArray() : dims;
    }

    static int size(int... dims) {
        return IntStream.of(dims).reduce(1, Math::multiplyExact);
    }

    int size() {
        return size(dims);
    }

    /** How many elements of the heap lie from the first to the last. */
    int span() {
        int last = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] == 0) {
                return 0;
            }
            last = Math.addExact(last, Math.multiplyExact(dims[axis] - 1, strides[axis]));
        }
        return last + 1;
    }

    /** Whether every element has a place of its own, with few places between them left over. */
    boolean isDense() {
        boolean repeats = IntStream.range(0, dims.length).anyMatch(axis -> dims[axis] > 1 && strides[axis] == 0);
        return !repeats && span() - size() <= size() / 4;
    }

    /** Whether the elements of a row of a matrix follow one another, and rows begin where vectors do. */
    boolean hasVectorRows() {
        return strides[1] == 1 && strides[0] % HeapLayout.ALIGNMENT == 0 && offset % HeapLayout.ALIGNMENT == 0;
    }

    /** A matrix whose rows begin where vectors do. */
    static View matrix(int rows, int columns) {
        return new View(0, new int[] {rows, columns}, new int[] {Math.ceilDiv(columns, HeapLayout.ALIGNMENT) * HeapLayout.ALIGNMENT, 1});
    }

    boolean isContiguous() {
        int stride = 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            if (dims[axis] != 1 && strides[axis] != stride) {
                return false;
            }
            stride *= dims[axis];
        }
        return true;
    }

    /** Axes in another order; axes beyond those given stay. */
    View permute(int... axes) {
        int[] order = IntStream.range(0, dims.length).map(axis -> axis < axes.length ? axes[axis] : axis).toArray();
        return new View(offset, Arrays.stream(order).map(axis -> dims[axis]).toArray(), Arrays.stream(order).map(axis -> strides[axis]).toArray());
    }

    View slice(Slice op) {
        int[] sliced = dims.clone();
        int[] apart = strides.clone();
        sliced[op.axis()] = op.extent();
        apart[op.axis()] *= op.step();
        return new View(offset + op.start() * strides[op.axis()], sliced, apart);
    }

    /** The high (0) or low (1) halves of INT32s. */
    View half(int which) {
        int last = dims.length - 1;
        return new View(offset + which * strides[last], Arrays.copyOf(dims, last), Arrays.copyOf(strides, last));
    }

    /** Repeated along axes of extent 1 and new leading ones. */
    View broadcast(int... target) {
        int leading = target.length - dims.length;
        int[] repeated = IntStream.range(0, target.length)
                .map(axis -> axis < leading || dims[axis - leading] == 1 ? 0 : strides[axis - leading]).toArray();
        return new View(offset, target, repeated);
    }

    /** The same elements of a contiguous view. */
    View reshape(int... shape) {
        return of(offset, shape);
    }
}
