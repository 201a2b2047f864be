package dev.gumbel.backend.host;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The memory of a session's arrays. What is released is handed out again for the same number of bytes, with the arrays and the library's views that
 * were made over it, so that a program that has run once allocates no more.
 */
final class HostMemory<A> implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    /** Storages of one size. */
    private record Bin<A>(long bytes, Deque<Storage<A>> unused) {}

    private final HostArrays<A> library;
    private final Arena arena = Arena.ofConfined();
    private final List<Bin<A>> bins = new ArrayList<>();

    HostMemory(HostArrays<A> library) {
        this.library = library;
    }

    /** An array that holds anything. */
    HostArray<A> take(Shape shape, DataType type) {
        return used(unused(shape.size() * type.bytes()).array(shape, type));
    }

    /** A FLOAT32 matrix that holds anything. */
    HostArray<A> take(int rows, int columns) {
        return used(unused((long) rows * columns * Float.BYTES).matrix(rows, columns));
    }

    private Storage<A> unused(long bytes) {
        Storage<A> last = bin(bytes).unused().pollFirst();
        return last == null ? new Storage<>(arena.allocate(bytes, ALIGNMENT), true) : last;
    }

    /** There are few sizes; a map would make an object of each one it is asked for. */
    private Bin<A> bin(long bytes) {
        for (int i = 0; i < bins.size(); i++) {
            if (bins.get(i).bytes() == bytes) {
                return bins.get(i);
            }
        }
        Bin<A> bin = new Bin<>(bytes, new ArrayDeque<>());
        bins.add(bin);
        return bin;
    }

    private static <A> HostArray<A> used(HostArray<A> array) {
        array.storage.uses++;
        return array;
    }

    /** An array over a tensor's memory. */
    HostArray<A> bind(HostTensor tensor) {
        return used(new Storage<A>(tensor.segment(), false).array(tensor.shape(), tensor.type()));
    }

    /** An array over what the library has computed, which must be in row-major order without gaps. */
    HostArray<A> adopt(A result, DataType type) {
        MemorySegment memory = library.memory(result);
        HostArray<A> array = new Storage<A>(memory, false).array(library.shape(result), type);
        array.view = result;
        return used(array);
    }

    /** The same memory in another shape. */
    HostArray<A> reshaped(HostArray<A> array, Shape shape) {
        return used(array.storage.array(shape, array.type));
    }

    /** The library's view of an array. */
    A view(HostArray<A> array) {
        // Asked for even where there is a view: what the memory stands for has to be there.
        MemorySegment memory = array.memory();
        A view = array.view;
        if (view == null) {
            view = library.wrap(memory, array.shape, array.type);
            array.view = view;
        }
        return view;
    }

    void release(HostArray<A> array) {
        Storage<A> storage = array.storage;
        storage.uses--;
        if (storage.uses > 0) {
            return;
        }
        if (storage.pooled) {
            bin(storage.bytes()).unused().push(storage);
        } else {
            releaseViews(storage);
        }
    }

    /** Those made later first: they may look into the memory of the first. */
    private void releaseViews(Storage<A> storage) {
        for (HostArray<A> array : storage.arrays().reversed()) {
            A view = array.view;
            if (view != null) {
                library.release(view);
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
