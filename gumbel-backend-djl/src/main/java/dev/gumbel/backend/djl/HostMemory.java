package dev.gumbel.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.kernels.HostLoops;
import dev.gumbel.random.GumbelNoise;
import dev.gumbel.tensor.HostTensor;

/** The process's own: arrays share the memory of what is bound, and Java loops work on theirs. */
final class HostMemory implements Memory {
    private final NDManager manager;
    private final HostLoops loops;

    /**
     * The memory of a manager's arrays.
     *
     * @param threads how many run loops in Java; 0 for one for each processor
     */
    HostMemory(NDManager manager, int threads) {
        this.manager = manager;
        this.loops = HostLoops.best(threads);
    }

    HostLoops loops() {
        return loops;
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
    public void draw(NDArray bound, HostTensor tensor, GumbelNoise noise, long first) {
        loops.draw(noise, tensor.segment(), first);
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
        HostLoops.scatterAdd(DjlArrays.memory(updates), DjlArrays.memory(ids), rows, DjlArrays.memory(result));
        return result;
    }

    @Override
    public void adam(AdamStep step, NDArray weight, NDArray firstMoment, NDArray secondMoment, NDArray gradient) {
        loops.adam(step, DjlArrays.memory(weight), DjlArrays.memory(firstMoment), DjlArrays.memory(secondMoment), DjlArrays.memory(gradient));
    }

    @Override
    public void close() {
        try (manager) {
            loops.close();
        }
    }
}
