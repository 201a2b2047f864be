package dev.gumbel.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies between memory and arrays; see docs/adr/0005-no-memory-segments-in-hot-loops.md. */
final class Blocks {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private Blocks() {}

    /** Reads {@code length} floats from an element on. */
    static void read(MemorySegment from, long element, float[] into, int length) {
        MemorySegment.copy(from, LAYOUT, element * Float.BYTES, into, 0, length);
    }

    /** Writes the first {@code length} floats from an element on. */
    static void write(float[] from, MemorySegment into, long element, int length) {
        MemorySegment.copy(from, 0, into, LAYOUT, element * Float.BYTES, length);
    }

    static long count(MemorySegment memory) {
        return memory.byteSize() / Float.BYTES;
    }
}
