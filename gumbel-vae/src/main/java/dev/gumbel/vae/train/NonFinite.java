package dev.gumbel.vae.train;

import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;

/** Looks for NaN and infinity. */
final class NonFinite {
    private static final int CHUNK = 4096;
    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int INFINITY = 0x7F80_0000;

    private NonFinite() {}

    /** The index of the first element that is no finite number. */
    static OptionalLong first(HostTensor tensor) {
        long size = tensor.shape().size();
        if (tensor.type() != DataType.FLOAT32) {
            return first(tensor, 0, size);
        }
        // Bits in an array, a loop that becomes vector code: this goes over all weights and moments at each checkpoint.
        int[] chunk = new int[CHUNK];
        for (long start = 0; start < size; start += CHUNK) {
            int count = (int) Math.min(CHUNK, size - start);
            MemorySegment.copy(tensor.segment(), ValueLayout.JAVA_INT, start * Integer.BYTES, chunk, 0, count);
            int largest = 0;
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, chunk[i] & MAGNITUDE);
            }
            if (largest >= INFINITY) {
                return first(tensor, start, start + count);
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong first(HostTensor tensor, long start, long end) {
        for (long i = start; i < end; i++) {
            if (!Double.isFinite(tensor.get(i))) {
                return OptionalLong.of(i);
            }
        }
        return OptionalLong.empty();
    }
}
