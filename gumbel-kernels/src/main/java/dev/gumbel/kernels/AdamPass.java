package dev.gumbel.kernels;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.kernels.simd.Simd.AdamRates;
import dev.gumbel.kernels.simd.WorkerPool;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One Adam step as a single pass over float32 host memory, for libraries whose own ops would need ten. Not thread-safe. */
public final class AdamPass {
    /** Bytes that a thread takes at a time. */
    private static final long PART = 1 << 18;
    private static final MemorySegment NONE = MemorySegment.NULL;

    private final WorkerPool workers;
    private final Simd[] simd;
    private final WorkerPool.Task part = this::part;
    private @Nullable AdamStep latest;
    private AdamRates rates = new AdamRates(0, 0, 0, 0, 0, 0, 0, 0, 0);
    // What the workers work on.
    private MemorySegment weight = NONE;
    private MemorySegment firstMoment = NONE;
    private MemorySegment secondMoment = NONE;
    private MemorySegment gradient = NONE;

    /** On a pool, which is not closed with it. */
    public AdamPass(WorkerPool workers) {
        this.workers = workers;
        this.simd = Stream.generate(Simd::best).limit(workers.size()).toArray(Simd[]::new);
    }

    /** Updates weight and moments in place; all segments hold as many floats as the weight, in native order, no alignment assumed. */
    public void step(AdamStep step, MemorySegment weight, MemorySegment firstMoment, MemorySegment secondMoment, MemorySegment gradient) {
        if (step != latest) {
            rates = rates(step);
            latest = step;
        }
        this.weight = weight;
        this.firstMoment = firstMoment;
        this.secondMoment = secondMoment;
        this.gradient = gradient;
        workers.run((int) Math.ceilDiv(weight.byteSize(), PART), part);
    }

    private void part(int member, int number) {
        long from = number * PART;
        simd[member].adam(rates, weight, firstMoment, secondMoment, from, Math.min(weight.byteSize(), from + PART), gradient, from);
    }

    private static AdamRates rates(AdamStep step) {
        return new AdamRates(
                (float) step.beta1(), (float) (1 - step.beta1()), (float) step.beta2(), (float) (1 - step.beta2()),
                (float) step.stepSize(), (float) step.rootCorrection(), (float) step.epsilon(), AdamUpdate.FLUSH_FIRST, AdamUpdate.FLUSH_SECOND);
    }
}
