package dev.gumbel.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What DJL calls by other names, and the two ops whose own methods of DJL's do less. */
final class DjlArrays {
    private DjlArrays() {}

    /** An array that shares a tensor's memory, and keeps it if the garbage collector would free it. */
    static NDArray wrap(HostTensor tensor, NDManager manager) {
        return manager.create(tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder()), shape(tensor.shape()), type(tensor.type()));
    }

    /** The memory of an array of the host's without gaps; of another DJL makes a copy and leaves it behind. */
    static MemorySegment memory(NDArray array) {
        return MemorySegment.ofBuffer(array.toByteBuffer(true));
    }

    /** Copies all elements into an array of the same shape, also of another device, whatever the order of their axes in memory. */
    static void copy(NDArray from, NDArray to) {
        if (to.getShape().isScalar()) {
            try (NDArray source = from.reshape(1); NDArray target = to.reshape(1)) {
                copy(source, target);
            }
            return;
        }
        long[] end = to.getShape().getShape();
        long[] steps = new long[end.length];
        Arrays.fill(steps, 1);
        JniUtils.indexSet((PtNDArray) to, (PtNDArray) from, new long[end.length], end, steps);
    }

    /** The library broadcasts here, though DJL's own method refuses to. */
    static NDArray where(NDArray condition, NDArray a, NDArray b) {
        return JniUtils.where((PtNDArray) condition, (PtNDArray) a, (PtNDArray) b);
    }

    static Shape shape(dev.gumbel.op.Shape shape) {
        long[] extents = new long[shape.rank()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = shape.dim(axis);
        }
        return new Shape(extents);
    }

    static dev.gumbel.op.Shape shape(Shape shape) {
        int[] dims = new int[shape.dimension()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = Math.toIntExact(shape.get(axis));
        }
        return dev.gumbel.op.Shape.of(dims);
    }

    static DataType type(dev.gumbel.op.DataType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case INT32 -> DataType.INT32;
        };
    }
}
