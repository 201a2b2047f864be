package dev.gumbel.backend.nd4j;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays of ND4J as tensors, and tensors as arrays, without a copy: what is written to one is read from the other. */
public final class Nd4jTensors {
    private Nd4jTensors() {}

    /**
     * A tensor over an array's memory, which it keeps from the garbage collector. Once the array is closed, the tensor must not be used
     * ({@link HostTensor#copy()} before then).
     *
     * @throws IllegalArgumentException if the array is of another type than FLOAT, DOUBLE and INT, in a workspace, empty, or not in row-major order
     *     without gaps, as a transposed view is not
     */
    public static HostTensor of(INDArray array) {
        DataType type = type(array);
        if (array.isAttached()) {
            throw refused(array, "is in a workspace, which gives its memory to others; detach() makes one that is not");
        }
        if (array.isEmpty() || !isDense(array)) {
            throw refused(array, "is a view with gaps, of another order of axes, or empty; dup('c') makes one that is not");
        }
        return HostTensor.over(shape(array), type, memory(array, type));
    }

    /**
     * An array over a tensor's memory. The array keeps memory that the garbage collector would free; memory of an {@link Arena} that is closed must
     * outlive the array.
     */
    public static INDArray toINDArray(HostTensor tensor) {
        return ArrayPool.wrap(tensor.segment(), tensor.shape(), ArrayPool.type(tensor.type()));
    }

    static DataType type(INDArray array) {
        return switch (array.dataType()) {
            case FLOAT -> DataType.FLOAT32;
            case DOUBLE -> DataType.FLOAT64;
            case INT -> DataType.INT32;
            default -> throw refused(array, "is none of FLOAT, DOUBLE and INT; castTo(DataType.FLOAT) converts it");
        };
    }

    private static Shape shape(INDArray array) {
        int[] dims = new int[array.rank()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = Math.toIntExact(array.size(axis));
        }
        return Shape.of(dims);
    }

    private static boolean isDense(INDArray array) {
        long stride = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) > 1 && array.stride(axis) != stride) {
                return false;
            }
            stride *= array.size(axis);
        }
        return true;
    }

    @SuppressWarnings("restricted")
    private static MemorySegment memory(INDArray array, DataType type) {
        // A view's data begin where the whole array's do.
        MemorySegment start = MemorySegment.ofAddress(array.data().address() + array.offset() * type.bytes());
        return start.reinterpret(array.length() * type.bytes(), Arena.ofAuto(), _ -> Reference.reachabilityFence(array));
    }

    private static IllegalArgumentException refused(INDArray array, String reason) {
        return new IllegalArgumentException("tensor: the %s%s %s".formatted(array.dataType(), Arrays.toString(array.shape()), reason));
    }
}
