package dev.gumbel.backend.djl;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Rows added up where their ids say. */
final class ScatterLoop {
    private ScatterLoop() {}

    static void add(MemorySegment updates, MemorySegment ids, MemorySegment sums, int rows, long columns) {
        ValueLayout.OfFloat layout = ValueLayout.JAVA_FLOAT_UNALIGNED;
        long count = ids.byteSize() / Integer.BYTES;
        for (long i = 0; i < count; i++) {
            long target = Objects.checkIndex(ids.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i), rows) * columns;
            for (long j = 0; j < columns; j++) {
                float sum = sums.getAtIndex(layout, target + j) + updates.getAtIndex(layout, i * columns + j);
                sums.setAtIndex(layout, target + j, sum);
            }
        }
    }
}
