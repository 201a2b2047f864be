package dev.gumbel.backend.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDArray;
import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Arrays of DJL's PyTorch engine as tensors, and tensors as arrays, without a copy: what is written to one is read from the other. */
public final class DjlTensors {
    private DjlTensors() {}

    /**
     * A tensor over an array's memory. The array keeps the memory, not the tensor: once the array or its manager is closed, the tensor must not be
     * used ({@link HostTensor#copy()} before then).
     *
     * @throws IllegalArgumentException if the array is not of the PyTorch engine, of another type than FLOAT32, FLOAT64 and INT32, not on the CPU, or
     *     not in row-major order without gaps, as a transposed view is not
     */
    public static HostTensor of(NDArray array) {
        if (!(array instanceof PtNDArray)) {
            throw refused(array, "is not an array of DJL's PyTorch engine");
        }
        if (!array.getDevice().equals(Device.cpu())) {
            throw refused(array, "lies on " + array.getDevice() + ", not on the CPU; copy it there with toDevice(Device.cpu(), true)");
        }
        return HostTensor.over(DjlArrays.shape(array.getShape()), type(array), memory(array));
    }

    /**
     * An array over a tensor's memory. The array keeps memory that the garbage collector would free; memory of an {@link Arena} that is closed must
     * outlive the array.
     *
     * @throws IllegalArgumentException if the manager is not of the PyTorch engine, or not of the CPU
     */
    public static NDArray toNDArray(HostTensor tensor, NDManager manager) {
        if (!(manager.getEngine() instanceof PtEngine) || !manager.getDevice().equals(Device.cpu())) {
            throw new IllegalArgumentException("array: %s shares its memory with arrays of PyTorch on the CPU, not of %s on %s".formatted(
                    tensor, manager.getEngine().getEngineName(), manager.getDevice()));
        }
        return DjlArrays.wrap(tensor, manager);
    }

    static DataType type(NDArray array) {
        return switch (array.getDataType()) {
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case INT32 -> DataType.INT32;
            default -> throw refused(array, "is none of FLOAT32, FLOAT64 and INT32; toType(DataType.FLOAT32, false) converts it");
        };
    }

    private static MemorySegment memory(NDArray array) {
        if (array.isSparse()) {
            throw refused(array, "is sparse; toDense() makes one that is not");
        }
        try (NDManager own = array.getManager().newSubManager()) {
            NDArray handle = array.reshape(array.getShape());
            handle.attach(own);
            MemorySegment memory = DjlArrays.memory(handle);
            // DJL has no question for it, but what it copies joins the handle's manager.
            if (own.getManagedArrays().size() > 1) {
                throw refused(array, "is a view with gaps or of another order of axes; "
                        + "copy it: manager.create(array.toFloatArray(), array.getShape())");
            }
            return memory;
        }
    }

    private static IllegalArgumentException refused(NDArray array, String reason) {
        return new IllegalArgumentException("tensor: the %s%s %s".formatted(array.getDataType(), array.getShape(), reason));
    }
}
