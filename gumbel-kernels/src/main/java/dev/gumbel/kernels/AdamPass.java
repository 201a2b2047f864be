package dev.gumbel.kernels;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.kernels.simd.Blocks;
import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.kernels.simd.Simd.AdamRates;
import dev.gumbel.kernels.simd.WorkerPool;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One Adam step as a single pass over float32 host memory, for libraries whose own ops would need ten. Not thread-safe. */
public final class AdamPass {
    /** Weights that a thread takes at a time. */
    private static final int PART = 1 << 16;

    private final WorkerPool workers;
    private final List<Simd> simd;
    private @Nullable AdamStep latest;
    private AdamRates rates = new AdamRates(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** On a pool, which is not closed with it. */
    public AdamPass(WorkerPool workers) {
        this.workers = workers;
        this.simd = workers.each(_ -> Simd.best());
    }

    /** Updates weight and moments in place; all segments hold as many floats as the weight, in native order, no alignment assumed. */
    public void step(AdamStep step, MemorySegment weight, MemorySegment firstMoment, MemorySegment secondMoment, MemorySegment gradient) {
        if (step != latest) {
            rates = rates(step);
            latest = step;
        }
        workers.run(Blocks.count(weight), PART, (member, first, count) ->
                simd.get(member).adam(rates, weight, firstMoment, secondMoment, gradient, first, count));
    }

    private static AdamRates rates(AdamStep step) {
        return new AdamRates(
                (float) step.beta1(), (float) (1 - step.beta1()), (float) step.beta2(), (float) (1 - step.beta2()),
                (float) step.stepSize(), (float) step.rootCorrection(), (float) step.epsilon(), AdamUpdate.FLUSH_FIRST, AdamUpdate.FLUSH_SECOND);
    }
}
