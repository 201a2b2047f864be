package dev.gumbel.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gumbel.kernels.HostArrays;
import dev.gumbel.kernels.HostLoops;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;

/** The kernels in host memory: arrays share the memory of what is bound, and passes in Java read and write it. */
final class DjlHostKernels extends DjlKernels implements HostArrays<NDArray> {
    private final HostLoops loops;

    /**
     * Kernels on arrays of a manager, which is closed with them.
     *
     * @param threads how many run loops in Java; 0 for one for each processor
     */
    DjlHostKernels(NDManager manager, int threads) {
        super(manager);
        this.loops = HostLoops.best(threads);
    }

    @Override
    public HostLoops loops() {
        return loops;
    }

    @Override
    public NDArray bind(HostTensor tensor) {
        return DjlArrays.wrap(tensor, manager);
    }

    @Override
    public NDArray scatterAdd(NDArray updates, NDArray ids, int rows) {
        return HostArrays.super.scatterAdd(updates, ids, rows);
    }

    @Override
    public NDArray empty(Shape shape, DataType type) {
        return manager.create(DjlArrays.shape(shape), DjlArrays.type(type));
    }

    @Override
    public DataType type(NDArray array) {
        return DjlTensors.type(array);
    }

    @Override
    public Shape shape(NDArray array) {
        return DjlArrays.shape(array.getShape());
    }

    @Override
    public MemorySegment memory(NDArray array) {
        return DjlArrays.memory(array);
    }

    @Override
    public void close() {
        try (loops) {
            super.close();
        }
    }
}
