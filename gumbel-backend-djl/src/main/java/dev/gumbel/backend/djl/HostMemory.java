package dev.gumbel.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.kernels.AdamPass;
import dev.gumbel.kernels.HostLoops;
import dev.gumbel.kernels.simd.NoiseLoops;
import dev.gumbel.kernels.simd.WorkerPool;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;

/** The process's own: arrays share the memory of what is bound, and Java loops work on theirs. */
final class HostMemory implements Memory {
    private final NDManager manager;
    private final HostLoops loops = new HostLoops();
    private final NoiseLoops noises = NoiseLoops.best();
    private final WorkerPool workers;
    private final AdamPass adam;

    /**
     * The memory of a manager's arrays.
     *
     * @param threads how many compute Adam's steps; 0 for one for each processor
     */
    HostMemory(NDManager manager, int threads) {
        this.manager = manager;
        this.workers = WorkerPool.of(threads);
        this.adam = new AdamPass(workers);
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public NDArray bind(HostTensor tensor) {
        return DjlArrays.wrap(tensor, manager);
    }

    @Override
    public void refresh(NDArray bound, HostTensor tensor) {
        // The memory is shared.
    }

    @Override
    public void draw(NDArray bound, HostTensor tensor, NoiseDraws noise, long first) {
        noises.fill(noise, tensor.segment(), first, tensor.shape().size());
    }

    @Override
    public void fetch(NDArray array, HostTensor into) {
        into.segment().copyFrom(DjlArrays.memory(array));
    }

    @Override
    public void assign(NDArray target, NDArray value) {
        DjlArrays.memory(target).copyFrom(DjlArrays.memory(value));
    }

    @Override
    public NDArray scatterAdd(NDArray updates, NDArray ids, int rows) {
        Shape row = updates.getShape().slice(ids.getShape().dimension());
        NDArray result = manager.zeros(new Shape(rows).addAll(row), DataType.FLOAT32);
        loops.scatterAdd(DjlArrays.memory(updates), DjlArrays.memory(ids), rows, DjlArrays.memory(result));
        return result;
    }

    @Override
    public void adam(AdamStep step, NDArray weight, NDArray firstMoment, NDArray secondMoment, NDArray gradient) {
        adam.step(step, DjlArrays.memory(weight), DjlArrays.memory(firstMoment), DjlArrays.memory(secondMoment), DjlArrays.memory(gradient));
    }

    @Override
    public void close() {
        try (manager) {
            workers.close();
        }
    }
}
