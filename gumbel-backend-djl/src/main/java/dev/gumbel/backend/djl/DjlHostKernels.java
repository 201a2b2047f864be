package dev.gumbel.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gumbel.kernels.HostArrays;
import dev.gumbel.kernels.HostLoops;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import java.lang.foreign.MemorySegment;

/** The kernels in host memory, which passes in Java can read and write. */
final class DjlHostKernels extends DjlKernels implements HostArrays<NDArray> {
    private final NDManager manager;
    private final HostLoops loops;

    /**
     * Kernels on arrays of a manager, which is closed with them.
     *
     * @param threads how many run loops in Java; 0 for one for each processor
     */
    DjlHostKernels(NDManager manager, int threads) {
        this(new HostMemory(manager, threads));
    }

    private DjlHostKernels(HostMemory memory) {
        super(memory);
        this.manager = memory.manager();
        this.loops = memory.loops();
    }

    @Override
    public HostLoops loops() {
        return loops;
    }

    @Override
    public NDArray empty(Shape shape, DataType type) {
        return manager.create(DjlArrays.shape(shape), DjlArrays.type(type));
    }

    @Override
    public Shape shape(NDArray array) {
        return DjlArrays.shape(array.getShape());
    }

    @Override
    public MemorySegment memory(NDArray array) {
        return DjlArrays.memory(array);
    }
}
