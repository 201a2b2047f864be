package dev.gumbel.backend.array;

import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.lanes.Lanes;
import dev.gumbel.lanes.Lanes.AdamRates;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One Adam step as a single pass over float32 host memory, for libraries whose own ops would need ten. Not thread-safe.
 *
 * <p>Works on blocks copied into arrays: loops that access memory segments directly are compiled for the kinds of segments seen so far, and thrown
 * away each time another kind comes.
 */
public final class HostAdam {
    private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int BLOCK = 1024;

    private final Lanes lanes = Lanes.best();
    private final float[] w = new float[BLOCK];
    private final float[] m = new float[BLOCK];
    private final float[] v = new float[BLOCK];
    private final float[] g = new float[BLOCK];

    /** Updates weight and moments in place; all segments hold {@code count} floats in native order, no alignment assumed. */
    public void step(
            AdamStep step, MemorySegment weight, MemorySegment firstMoment, MemorySegment secondMoment, MemorySegment gradient, long count) {
        AdamRates rates = rates(step);
        for (long start = 0; start < count; start += BLOCK) {
            int length = (int) Math.min(BLOCK, count - start);
            long offset = start * Float.BYTES;
            MemorySegment.copy(weight, LAYOUT, offset, w, 0, length);
            MemorySegment.copy(firstMoment, LAYOUT, offset, m, 0, length);
            MemorySegment.copy(secondMoment, LAYOUT, offset, v, 0, length);
            MemorySegment.copy(gradient, LAYOUT, offset, g, 0, length);
            lanes.adam(rates, w, m, v, g, length);
            MemorySegment.copy(w, 0, weight, LAYOUT, offset, length);
            MemorySegment.copy(m, 0, firstMoment, LAYOUT, offset, length);
            MemorySegment.copy(v, 0, secondMoment, LAYOUT, offset, length);
        }
    }

    private static AdamRates rates(AdamStep step) {
        return new AdamRates(
                (float) step.beta1(), (float) (1 - step.beta1()), (float) step.beta2(), (float) (1 - step.beta2()),
                (float) step.stepSize(), (float) step.rootCorrection(), (float) step.epsilon(), AdamUpdate.FLUSH_FIRST, AdamUpdate.FLUSH_SECOND);
    }
}
