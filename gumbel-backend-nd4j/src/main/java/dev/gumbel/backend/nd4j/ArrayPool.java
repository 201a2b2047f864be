package dev.gumbel.backend.nd4j;

import dev.gumbel.kernels.StridedCopy;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.BooleanPointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dense arrays in row-major order over memory of ours. Those released are handed out again for the same shape, so that a program that has run once
 * allocates no more.
 */
final class ArrayPool implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    /** What makes arrays interchangeable. */
    private record Kind(Shape shape, DataType type) {}

    private record Place(Shape shape, MemorySegment memory) {}

    private final Arena arena = Arena.ofConfined();
    private final Map<Kind, Deque<INDArray>> unused = new HashMap<>();
    /** Every array in use, and where it goes when it is released. */
    private final Map<INDArray, Deque<INDArray>> homes = new IdentityHashMap<>();
    /** ND4J would make several objects of its own to tell. */
    private final Map<INDArray, Place> places = new IdentityHashMap<>();

    /** An array that holds whatever its memory held before. */
    INDArray take(Shape shape, DataType type) {
        Deque<INDArray> home = unused.computeIfAbsent(new Kind(shape, type), _ -> new ArrayDeque<>());
        INDArray array = home.isEmpty() ? over(arena.allocate(shape.size() * type.width(), ALIGNMENT), shape, type) : home.pop();
        homes.put(array, home);
        return array;
    }

    /** An array that shares a tensor's memory. */
    INDArray bind(HostTensor tensor) {
        return over(tensor.segment(), tensor.shape(), type(tensor.type()));
    }

    private INDArray over(MemorySegment memory, Shape shape, DataType type) {
        INDArray array = wrap(memory, shape, type);
        places.put(array, new Place(shape, memory));
        return array;
    }

    MemorySegment memory(INDArray array) {
        return place(array).memory();
    }

    Shape shape(INDArray array) {
        return place(array).shape();
    }

    private Place place(INDArray array) {
        return Objects.requireNonNull(places.get(array), "an array of this pool");
    }

    /** Takes an array back; one that shares a tensor's memory is forgotten. */
    void release(INDArray array) {
        Deque<INDArray> home = homes.remove(array);
        if (home == null) {
            places.remove(array);
        } else {
            home.push(array);
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    static DataType type(dev.gumbel.op.DataType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT64 -> DataType.DOUBLE;
            case INT32 -> DataType.INT32;
        };
    }

    /** An array over memory of somebody else's, which it keeps alive. */
    static INDArray wrap(MemorySegment memory, Shape shape, DataType type) {
        long[] dims = Arrays.stream(shape.dims()).asLongStream().toArray();
        return Nd4j.create(Nd4j.createBuffer(pointer(memory, type), shape.size(), type), dims, StridedCopy.strides(shape), 0, 'c', type);
    }

    /** Of the very type: ND4J miscounts the elements of any other. */
    private static Pointer pointer(MemorySegment memory, DataType type) {
        ByteBuffer bytes = memory.asByteBuffer().order(ByteOrder.nativeOrder());
        return switch (type) {
            case BOOL -> new BooleanPointer(bytes);
            case FLOAT -> new FloatPointer(bytes.asFloatBuffer());
            case DOUBLE -> new DoublePointer(bytes.asDoubleBuffer());
            case INT -> new IntPointer(bytes.asIntBuffer());
            default -> throw new IllegalArgumentException("no array of " + type);
        };
    }
}
