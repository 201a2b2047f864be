package dev.gumbel.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Every op by the library's own, on arrays of one manager, which all lie in row-major order without gaps: what DJL would make a view of with gaps is
 * copied at once. What must know where the arrays lie is left to the two forms: {@link DjlHostKernels} and {@link DjlDeviceKernels}.
 */
abstract class DjlKernels implements Kernels<NDArray> {
    final NDManager manager;
    private final NDArray nan;

    /** Kernels on arrays of a manager, which is closed with them. */
    DjlKernels(NDManager manager) {
        this.manager = manager;
        this.nan = manager.create(Float.NaN);
    }

    /** See {@link Selection.ScatterAdd}, for which DJL has no op. */
    public abstract NDArray scatterAdd(NDArray updates, NDArray ids, int rows);

    @Override
    public NDArray copy(NDArray array) {
        return array.duplicate();
    }

    @Override
    public void release(NDArray array) {
        array.close();
    }

    @Override
    public void close() {
        manager.close();
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
            case Binary.Greater _ -> through(a.gt(b), truth -> truth.toType(a.getDataType(), false));
            case Binary.GreaterOrEqual _ -> through(a.gte(b), truth -> truth.toType(a.getDataType(), false));
            case Binary.Equal _ -> through(a.eq(b), truth -> truth.toType(a.getDataType(), false));
            default -> throw unknown(op);
        };
    }

    @Override
    public NDArray movement(Movement op, NDArray x) {
        return switch (op) {
            case Movement.Reshape(var target) -> x.reshape(DjlArrays.shape(target));
            case Movement.Permute permute -> through(x.transpose(permute.axes()), this::dense);
            case Movement.BroadcastTo(var target) -> through(x.broadcast(DjlArrays.shape(target)), this::dense);
            case Movement.Slice(int axis, int start, int end, int step) ->
                    through(x.get(new NDIndex().addAllDim(axis).addSliceDim(start, end, step)), this::dense);
            default -> throw unknown(op);
        };
    }

    /** A copy without gaps; a view's own {@code duplicate} keeps the order of its axes in memory. */
    private NDArray dense(NDArray view) {
        NDArray copy = manager.create(view.getShape(), view.getDataType());
        DjlArrays.copy(view, copy);
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
            case Selection.Where _ -> through(first.neq(0), condition -> DjlArrays.where(condition, inputs.get(1), inputs.get(2)));
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

    /** The library's argmax takes the first of equals and counts NaN as the largest; a row that holds NaN becomes NaN. */
    private NDArray oneHotArgmax(NDArray x) {
        int classes = (int) x.getShape().get(x.getShape().dimension() - 1);
        // Asked for another type than its own INT64, DJL's oneHot leaves an array behind.
        NDArray hot = through(through(x.argMax(-1), index -> index.oneHot(classes, DataType.INT64)), DjlKernels::toFloat);
        NDArray largest = x.max(new int[] {-1}, true);
        try (NDArray isNumber = through(largest, value -> value.eq(value))) {
            return through(hot, ones -> DjlArrays.where(isNumber, ones, nan));
        }
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

    private static UnsupportedOperationException unknown(Op op) {
        return new UnsupportedOperationException("backend 'djl' does not know the op " + op.label());
    }
}
