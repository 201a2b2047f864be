package dev.gumbel.backend.array;

import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.lanes.Lanes;
import dev.gumbel.lanes.Lanes.AdamRates;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** One Adam step as a single pass over float32 host memory, for libraries whose own ops would need ten. Not thread-safe. */
public final class HostAdam {
    private final Lanes lanes = Lanes.best();
    private @Nullable AdamStep latest;
    private AdamRates rates = new AdamRates(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Updates weight and moments in place; all segments hold as many floats as the weight, in native order, no alignment assumed. */
    public void step(AdamStep step, MemorySegment weight, MemorySegment firstMoment, MemorySegment secondMoment, MemorySegment gradient) {
        if (step != latest) {
            rates = rates(step);
            latest = step;
        }
        lanes.adam(rates, weight, firstMoment, secondMoment, gradient);
    }

    private static AdamRates rates(AdamStep step) {
        return new AdamRates(
                (float) step.beta1(), (float) (1 - step.beta1()), (float) step.beta2(), (float) (1 - step.beta2()),
                (float) step.stepSize(), (float) step.rootCorrection(), (float) step.epsilon(), AdamUpdate.FLUSH_FIRST, AdamUpdate.FLUSH_SECOND);
    }
}
