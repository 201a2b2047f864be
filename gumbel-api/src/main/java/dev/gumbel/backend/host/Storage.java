package dev.gumbel.backend.host;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Memory, and the arrays over it: one for each shape it has been seen in, kept for the next time. */
final class Storage<A> {
    final MemorySegment memory;
    /** Whether it is handed out again when nobody uses it. */
    final boolean pooled;
    /** How many handles are out. */
    int uses;
    private final List<HostArray<A>> arrays = new ArrayList<>(1);

    Storage(MemorySegment memory, boolean pooled) {
        this.memory = memory;
        this.pooled = pooled;
    }

    List<HostArray<A>> arrays() {
        return arrays;
    }

    HostArray<A> array(Shape shape, DataType type) {
        for (int i = 0; i < arrays.size(); i++) {
            HostArray<A> array = arrays.get(i);
            if (array.type == type && array.shape.equals(shape)) {
                return array;
            }
        }
        return newArray(shape, type);
    }

    HostArray<A> matrix(int rows, int columns) {
        for (int i = 0; i < arrays.size(); i++) {
            HostArray<A> array = arrays.get(i);
            Shape shape = array.shape;
            if (array.type == DataType.FLOAT32 && shape.rank() == 2 && shape.dim(0) == rows && shape.dim(1) == columns) {
                return array;
            }
        }
        return newArray(Shape.of(rows, columns), DataType.FLOAT32);
    }

    private HostArray<A> newArray(Shape shape, DataType type) {
        HostArray<A> array = new HostArray<>(shape, type, this);
        arrays.add(array);
        return array;
    }
}
