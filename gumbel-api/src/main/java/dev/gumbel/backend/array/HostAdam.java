package dev.gumbel.backend.array;

import dev.gumbel.graph.Update.AdamUpdate;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One Adam step as a single pass over float32 host memory, for libraries whose own ops would need ten. */
public final class HostAdam {
    private HostAdam() {}

    /** Updates weight and moments in place; all segments hold {@code count} floats in native order, no alignment assumed. */
    public static void step(
            AdamStep step, MemorySegment weight, MemorySegment firstMoment, MemorySegment secondMoment, MemorySegment gradient, long count) {
        ValueLayout.OfFloat layout = ValueLayout.JAVA_FLOAT_UNALIGNED;
        float beta1 = (float) step.beta1();
        float beta2 = (float) step.beta2();
        float rest1 = (float) (1 - step.beta1());
        float rest2 = (float) (1 - step.beta2());
        float epsilon = (float) step.epsilon();
        float stepSize = (float) step.stepSize();
        float rootCorrection = (float) step.rootCorrection();
        for (long i = 0; i < count; i++) {
            float g = gradient.getAtIndex(layout, i);
            float m = beta1 * firstMoment.getAtIndex(layout, i) + rest1 * g;
            float v = beta2 * secondMoment.getAtIndex(layout, i) + rest2 * g * g;
            m = Math.abs(m) < AdamUpdate.FLUSH_FIRST ? 0 : m;
            v = v < AdamUpdate.FLUSH_SECOND ? 0 : v;
            firstMoment.setAtIndex(layout, i, m);
            secondMoment.setAtIndex(layout, i, v);
            float w = weight.getAtIndex(layout, i);
            weight.setAtIndex(layout, i, w - stepSize * m / ((float) Math.sqrt(v) * rootCorrection + epsilon));
        }
    }
}
