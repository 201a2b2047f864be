package dev.gumbel.backend.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.kernels.simd.NoiseLoops;
import dev.gumbel.kernels.simd.WorkerPool;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;

/** The kernels on a device: nothing is shared with the host, values are copied by the library, and every loop is made of its ops. */
final class DjlDeviceKernels extends DjlKernels {
    /** Of arrays that share a tensor's memory while it is copied. */
    private final NDManager host;
    private final NoiseLoops noises = NoiseLoops.best(WorkerPool.of(1));
    private final NDArray zero;

    /** Kernels on arrays of a manager, on its device. */
    DjlDeviceKernels(NDManager manager) {
        super(manager);
        this.host = manager.newSubManager(Device.cpu());
        this.zero = manager.create(0f);
    }

    @Override
    public NDArray bind(HostTensor tensor) {
        NDArray array = manager.create(DjlArrays.shape(tensor.shape()), DjlArrays.type(tensor.type()));
        refresh(array, tensor);
        return array;
    }

    @Override
    public void refresh(NDArray bound, HostTensor tensor) {
        try (NDArray source = DjlArrays.wrap(tensor, host)) {
            DjlArrays.copy(source, bound);
        }
    }

    /** Drawn by the host, so that the bits are the same everywhere. */
    @Override
    public void draw(NDArray bound, HostTensor tensor, NoiseDraws noise, long first) {
        noises.fill(noise, tensor.segment(), first);
        refresh(bound, tensor);
    }

    @Override
    public void fetch(NDArray array, HostTensor into) {
        try (NDArray target = DjlArrays.wrap(into, host)) {
            DjlArrays.copy(array, target);
        }
    }

    @Override
    public void assign(NDArray target, NDArray value) {
        DjlArrays.copy(value, target);
    }

    /** A sparse matrix made dense adds up what has the same place: DJL has no other op that does. */
    @Override
    public NDArray scatterAdd(NDArray updates, NDArray ids, int rows) {
        Shape row = updates.getShape().slice(ids.getShape().dimension());
        try (NDArray flat = ids.reshape(1, ids.size());
             NDArray places = flat.toType(DataType.INT64, true);
             NDArray values = updates.reshape(ids.size(), row.size());
             NDArray sparse = JniUtils.createSparseCoo((PtNDArray) places, (PtNDArray) values, new Shape(rows, row.size()));
             NDArray dense = JniUtils.toDense((PtNDArray) sparse)) {
            return dense.reshape(new Shape(rows).addAll(row));
        }
    }

    @Override
    public void adam(AdamStep step, NDArray weight, NDArray firstMoment, NDArray secondMoment, NDArray gradient) {
        blend(firstMoment, (float) step.beta1(), gradient.mul((float) (1 - step.beta1())), AdamUpdate.FLUSH_FIRST);
        NDArray squares = gradient.mul(gradient);
        blend(secondMoment, (float) step.beta2(), squares.muli((float) (1 - step.beta2())), AdamUpdate.FLUSH_SECOND);
        try (NDArray root = secondMoment.sqrt()) {
            root.muli((float) step.rootCorrection()).addi((float) step.epsilon());
            try (NDArray change = firstMoment.div(root)) {
                weight.subi(change.muli((float) step.stepSize()));
            }
        }
    }

    /** The moment becomes beta moment + news, and 0 where that is too small; the news are freed. */
    private void blend(NDArray moment, float beta, NDArray news, float flush) {
        try (news) {
            moment.muli(beta).addi(news);
        }
        try (NDArray size = moment.abs(); NDArray small = size.lt(flush); NDArray flushed = DjlArrays.where(small, zero, moment)) {
            DjlArrays.copy(flushed, moment);
        }
    }
}
