package dev.gumbel.kernels.simd;

import java.lang.foreign.MemorySegment;

/** One constant segment that spans all memory: loops over it, by addresses, are compiled once, whatever segments there are (docs/adr/0005). */
final class AllMemory {
    @SuppressWarnings("restricted")
    static final MemorySegment SEGMENT = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private AllMemory() {}
}
