package dev.gumbel.backend.host;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Elements in row-major order without gaps, in memory that Java reads and writes directly.
 *
 * @param <A> the library's array
 */
public final class HostArray<A> {
    final Shape shape;
    final DataType type;
    final Storage<A> storage;
    /** The library's view of the memory, made when the library is first asked to compute with it. */
    @Nullable A view;

    HostArray(Shape shape, DataType type, Storage<A> storage) {
        this.shape = shape;
        this.type = type;
        this.storage = storage;
    }

    MemorySegment memory() {
        return storage.memory();
    }
}
