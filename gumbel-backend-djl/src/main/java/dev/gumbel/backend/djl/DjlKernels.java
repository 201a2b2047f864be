package dev.gumbel.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.kernels.AdamPass;
import dev.gumbel.kernels.HostArrays;
import dev.gumbel.kernels.HostLoops;
import dev.gumbel.kernels.simd.NoiseLoops;
import dev.gumbel.kernels.simd.WorkerPool;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.random.GumbelNoise;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Every op by the library's own, on arrays of one manager, which all lie in row-major order without gaps: what DJL would make a view of with gaps is
 * copied at once. Two have no op in DJL and are Java loops over the arrays' memory: Adam and ScatterAdd.
 */
final class DjlKernels implements HostArrays<NDArray> {
    private final NDManager manager;
    private final HostLoops loops = new HostLoops();
    private final NoiseLoops noises = NoiseLoops.best();
    private final WorkerPool workers;
    private final AdamPass adam;
    private final NDArray nan;

    /**
     * Kernels on arrays of a manager, which is closed with them.
     *
     * @param threads how many compute Adam's steps; 0 for one for each processor
     */
    DjlKernels(NDManager manager, int threads) {
        this.manager = manager;
        this.workers = WorkerPool.of(threads);
        this.adam = new AdamPass(workers);
        this.nan = manager.create(Float.NaN);
    }

    /** The array shares the tensor's memory. */
    @Override
    public NDArray bind(HostTensor tensor) {
        return wrap(tensor.segment(), tensor.shape(), tensor.type());
    }

    @Override
    public void refresh(NDArray bound, HostTensor tensor) {
        // The memory is shared.
    }

    @Override
    public void draw(NDArray bound, HostTensor tensor, GumbelNoise noise, long first) {
        noises.fill(noise, tensor.segment(), first, tensor.shape().size());
    }

    @Override
    public void fetch(NDArray array, HostTensor into) {
        into.segment().copyFrom(memory(array));
    }

    @Override
    public NDArray copy(NDArray array) {
        return array.duplicate();
    }

    @Override
    public void assign(NDArray target, NDArray value) {
        memory(target).copyFrom(memory(value));
    }

    @Override
    public void release(NDArray array) {
        array.close();
    }

    @Override
    public void close() {
        try (manager) {
            workers.close();
        }
    }

    @Override
    public NDArray unary(Unary op, NDArray x) {
        return switch (op) {
            case Unary.Neg _ -> x.neg();
            case Unary.Exp _ -> x.exp();
            case Unary.Log _ -> x.log();
            case Unary.Sqrt _ -> x.sqrt();
            case Unary.Sigmoid _ -> x.getNDArrayInternal().sigmoid();
            case Unary.Tanh _ -> x.tanh();
            case Unary.Relu _ -> x.getNDArrayInternal().relu();
            case Unary.Softplus _ -> x.getNDArrayInternal().softPlus();
            case Unary.Detach _ -> x.duplicate();
            default -> throw unknown(op);
        };
    }

    @Override
    public NDArray binary(Binary op, NDArray a, NDArray b) {
        return switch (op) {
            case Binary.Add _ -> a.add(b);
            case Binary.Sub _ -> a.sub(b);
            case Binary.Mul _ -> a.mul(b);
            case Binary.Div _ -> a.div(b);
            case Binary.Maximum _ -> a.maximum(b);
            case Binary.Minimum _ -> a.minimum(b);
            case Binary.Greater _ -> through(a.gt(b), DjlKernels::toFloat);
            case Binary.GreaterOrEqual _ -> through(a.gte(b), DjlKernels::toFloat);
            case Binary.Equal _ -> through(a.eq(b), DjlKernels::toFloat);
            default -> throw unknown(op);
        };
    }

    @Override
    public NDArray movement(Movement op, NDArray x) {
        return switch (op) {
            case Movement.Reshape(var target) -> x.reshape(shape(target));
            case Movement.Permute permute -> through(x.transpose(permute.axes()), this::dense);
            case Movement.BroadcastTo(var target) -> through(x.broadcast(shape(target)), this::dense);
            case Movement.Slice(int axis, int start, int end) ->
                    through(x.get(new NDIndex().addAllDim(axis).addSliceDim(start, end)), this::dense);
            default -> throw unknown(op);
        };
    }

    /** A copy without gaps; a view's own {@code duplicate} keeps the order of its axes in memory. */
    private NDArray dense(NDArray view) {
        Shape shape = view.getShape();
        if (shape.isScalar()) {
            return view.duplicate();
        }
        NDArray copy = manager.create(shape, view.getDataType());
        long[] steps = new long[shape.dimension()];
        Arrays.fill(steps, 1);
        JniUtils.indexSet((PtNDArray) copy, (PtNDArray) view, new long[steps.length], shape.getShape(), steps);
        return copy;
    }

    @Override
    public NDArray matMul(MatMul op, NDArray a, NDArray b) {
        NDArray left = op.transposeA() ? a.transpose() : a;
        NDArray right = op.transposeB() ? b.transpose() : b;
        NDArray product = left.matMul(right);
        if (op.transposeA()) {
            left.close();
        }
        if (op.transposeB()) {
            right.close();
        }
        return product;
    }

    @Override
    public NDArray reduce(Reduce op, NDArray x) {
        int[] axes = op.axes();
        if (op.kind() == Reduce.Kind.SUM) {
            return x.sum(axes, op.keep());
        }
        // The library's max takes one axis at a time; from the last one back the numbers of the others stay.
        NDArray result = x.max(new int[] {axes[axes.length - 1]}, op.keep());
        for (int i = axes.length - 2; i >= 0; i--) {
            int axis = axes[i];
            result = through(result, part -> part.max(new int[] {axis}, op.keep()));
        }
        return result;
    }

    @Override
    public NDArray selection(Selection op, List<NDArray> inputs) {
        NDArray first = inputs.getFirst();
        return switch (op) {
            case Selection.Where _ -> through(first.neq(0), condition -> where(condition, inputs.get(1), inputs.get(2)));
            case Selection.Concat(int axis) -> NDArrays.concat(new NDList(inputs), axis);
            case Selection.Gather _ -> gather(first, inputs.get(1));
            case Selection.ScatterAdd(int rows) -> scatterAdd(first, inputs.get(1), rows);
            case Selection.OneHotArgmax _ -> oneHotArgmax(first);
            case Selection.StraightThrough _ -> first.duplicate();
            default -> throw unknown(op);
        };
    }

    @Override
    public NDArray fused(Fused op, List<NDArray> x) {
        return switch (op) {
            case Fused.Linear(Activation activation) -> linear(activation, x);
            case Fused.Softmax _ -> x.getFirst().softmax(-1);
            case Fused.GumbelSoftmax _ -> gumbelSoftmax(x.get(0), x.get(1), x.get(2));
            default -> throw unknown(op);
        };
    }

    @Override
    public void adam(AdamStep step, NDArray weight, NDArray firstMoment, NDArray secondMoment, NDArray gradient) {
        adam.step(step, memory(weight), memory(firstMoment), memory(secondMoment), memory(gradient));
    }

    private static NDArray linear(Activation activation, List<NDArray> x) {
        NDArray sum = x.getFirst().getNDArrayInternal().linear(x.get(0), x.get(1), x.get(2)).singletonOrThrow();
        return switch (activation) {
            case LINEAR -> sum;
            case RELU -> through(sum, part -> part.getNDArrayInternal().relu());
            case SIGMOID -> through(sum, part -> part.getNDArrayInternal().sigmoid());
            case TANH -> through(sum, NDArray::tanh);
        };
    }

    /** The maximum goes before the division, so that a temperature near 0 makes no infinity. */
    private static NDArray gumbelSoftmax(NDArray logits, NDArray noise, NDArray temperature) {
        NDArray perturbed = logits.add(noise);
        try (NDArray largest = perturbed.max(new int[] {-1}, true)) {
            perturbed.subi(largest).divi(temperature);
        }
        return through(perturbed, scaled -> scaled.softmax(-1));
    }

    private static NDArray gather(NDArray table, NDArray ids) {
        Shape row = table.getShape().slice(1);
        NDArray flat = table.reshape(table.getShape().get(0), row.size());
        NDArray rows = through(flat, weights -> weights.getNDArrayInternal().embedding(ids, weights, SparseFormat.DENSE).singletonOrThrow());
        return through(rows, result -> result.reshape(ids.getShape().addAll(row)));
    }

    private NDArray scatterAdd(NDArray updates, NDArray ids, int rows) {
        Shape row = updates.getShape().slice(ids.getShape().dimension());
        NDArray result = manager.zeros(new Shape(rows).addAll(row), DataType.FLOAT32);
        loops.scatterAdd(memory(updates), memory(ids), rows, memory(result));
        return result;
    }

    /** The library's argmax takes the first of equals and counts NaN as the largest; a row that holds NaN becomes NaN. */
    private NDArray oneHotArgmax(NDArray x) {
        int classes = (int) x.getShape().get(x.getShape().dimension() - 1);
        // Asked for another type than its own INT64, DJL's oneHot leaves an array behind.
        NDArray hot = through(through(x.argMax(-1), index -> index.oneHot(classes, DataType.INT64)), DjlKernels::toFloat);
        NDArray largest = x.max(new int[] {-1}, true);
        try (NDArray isNumber = through(largest, value -> value.eq(value))) {
            return through(hot, ones -> where(isNumber, ones, nan));
        }
    }

    /** The library broadcasts here, though DJL's own method refuses to. */
    private static NDArray where(NDArray condition, NDArray a, NDArray b) {
        return JniUtils.where((PtNDArray) condition, (PtNDArray) a, (PtNDArray) b);
    }

    private static NDArray toFloat(NDArray array) {
        return array.toType(DataType.FLOAT32, false);
    }

    /** What the function makes of an intermediate array, which is then freed. */
    private static NDArray through(NDArray part, UnaryOperator<NDArray> function) {
        try (part) {
            return function.apply(part);
        }
    }

    @Override
    public NDArray empty(dev.gumbel.op.Shape shape, dev.gumbel.op.DataType type) {
        return manager.create(shape(shape), type(type));
    }

    private NDArray wrap(MemorySegment memory, dev.gumbel.op.Shape shape, dev.gumbel.op.DataType type) {
        return manager.create(memory.asByteBuffer().order(ByteOrder.nativeOrder()), shape(shape), type(type));
    }

    private static DataType type(dev.gumbel.op.DataType type) {
        return type == dev.gumbel.op.DataType.INT32 ? DataType.INT32 : DataType.FLOAT32;
    }

    @Override
    public dev.gumbel.op.Shape shape(NDArray array) {
        long[] extents = array.getShape().getShape();
        int[] dims = new int[extents.length];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = Math.toIntExact(extents[axis]);
        }
        return dev.gumbel.op.Shape.of(dims);
    }

    @Override
    public MemorySegment memory(NDArray array) {
        return MemorySegment.ofBuffer(array.toByteBuffer(true));
    }

    private static Shape shape(dev.gumbel.op.Shape shape) {
        long[] extents = new long[shape.rank()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = shape.dim(axis);
        }
        return new Shape(extents);
    }

    private static UnsupportedOperationException unknown(Op op) {
        return new UnsupportedOperationException("backend 'djl' does not know the op " + op.label());
    }
}
