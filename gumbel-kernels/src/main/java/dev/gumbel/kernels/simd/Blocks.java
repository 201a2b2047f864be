package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Copies between memory and arrays; see docs/adr/0005-no-memory-segments-in-hot-loops.md. Any thread may make them: native memory goes by its
 * address, since the threads of a pool work on what belongs to the thread of a session.
 */
public final class Blocks {
    /** So many elements stay in the first-level cache, in several arrays. */
    public static final int SIZE = 4096;
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt BITS = ValueLayout.JAVA_INT_UNALIGNED;

    private Blocks() {}

    /** Reads {@code length} floats from an element on. */
    public static void read(MemorySegment from, long element, float[] into, int length) {
        MemorySegment.copy(memory(from), LAYOUT, offset(from, element, length), into, 0, length);
    }

    /** Writes the first {@code length} floats from an element on. */
    public static void write(float[] from, MemorySegment into, long element, int length) {
        MemorySegment.copy(from, 0, memory(into), LAYOUT, offset(into, element, length), length);
    }

    /** Reads {@code length} floats' bits, or INT32 elements, from an element on. */
    public static void read(MemorySegment from, long element, int[] into, int length) {
        MemorySegment.copy(memory(from), BITS, offset(from, element, length), into, 0, length);
    }

    /** Writes the first {@code length} floats' bits, or INT32 elements, from an element on. */
    public static void write(int[] from, MemorySegment into, long element, int length) {
        MemorySegment.copy(from, 0, memory(into), BITS, offset(into, element, length), length);
    }

    /** How many floats there are. */
    public static long count(MemorySegment memory) {
        return memory.byteSize() / Float.BYTES;
    }

    private static MemorySegment memory(MemorySegment segment) {
        return segment.isNative() ? AllMemory.SEGMENT : segment;
    }

    private static long offset(MemorySegment segment, long element, int length) {
        long offset = Objects.checkFromIndexSize(element * Float.BYTES, (long) length * Float.BYTES, segment.byteSize());
        return segment.isNative() ? segment.address() + offset : offset;
    }
}
