package dev.gumbel.backend.java;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import java.lang.foreign.MemorySegment;

/** Elements in row-major order without gaps. Compared by identity: two arrays may hold the same. */
final class JavaArray {
    final Shape shape;
    final DataType type;
    final MemorySegment memory;

    JavaArray(Shape shape, DataType type, MemorySegment memory) {
        this.shape = shape;
        this.type = type;
        this.memory = memory;
    }
}
