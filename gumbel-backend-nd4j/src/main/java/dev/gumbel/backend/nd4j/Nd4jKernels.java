package dev.gumbel.backend.nd4j;

import dev.gumbel.kernels.HostArrays;
import dev.gumbel.kernels.HostLoops;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The library's own ops, into arrays of a pool. All arrays are dense and in row-major order. What the library gets wrong, or does a hundred times too
 * slowly, are {@link HostLoops}.
 */
final class Nd4jKernels implements HostArrays<INDArray> {
    private static final List<Double> ZERO = List.of(0.0);

    private final ArrayPool pool = new ArrayPool();
    private final Calls calls = new Calls();
    private final HostLoops loops;

    /** @param threads how many run loops in Java; 0 for one for each processor */
    Nd4jKernels(int threads) {
        this.loops = HostLoops.best(threads);
    }

    @Override
    public HostLoops loops() {
        return loops;
    }

    /** The array shares the tensor's memory. */
    @Override
    public INDArray bind(HostTensor tensor) {
        return pool.bind(tensor);
    }

    @Override
    public INDArray copy(INDArray array) {
        return copy(array, shape(array));
    }

    @Override
    public void release(INDArray array) {
        pool.release(array);
    }

    @Override
    public void close() {
        try (pool) {
            loops.close();
        }
    }

    @Override
    public INDArray unary(Unary op, INDArray x) {
        return switch (op) {
            case Unary.Neg _ -> like(x, out -> Nd4j.exec(new Negative(x, out)));
            case Unary.Exp _ -> like(x, out -> Nd4j.exec(new Exp(x, out)));
            case Unary.Log _ -> like(x, out -> Nd4j.exec(new Log(x, out)));
            case Unary.Sqrt _ -> like(x, out -> Nd4j.exec(new Sqrt(x, out)));
            case Unary.Sigmoid _ -> like(x, out -> calls.run("sigmoid", out, x));
            case Unary.Tanh _ -> like(x, out -> calls.run("tanh", out, x));
            case Unary.Relu _ -> like(x, out -> calls.run("relu", ZERO, out, x));
            case Unary.Softplus _ -> softplus(x);
            case Unary.Detach _ -> copy(x);
            default -> throw unknown(op);
        };
    }

    /** max(x, 0) + softplus(-|x|): the library's own softplus is infinite from 89 on. */
    private INDArray softplus(INDArray x) {
        INDArray small = like(x, out -> Nd4j.exec(new Abs(x, out)));
        Nd4j.exec(new Negative(small, small));
        calls.run("softplus", small, small);
        INDArray result = like(x, out -> calls.run("relu", ZERO, out, x));
        calls.run("add", result, result, small);
        release(small);
        return result;
    }

    @Override
    public INDArray binary(Binary op, INDArray a, INDArray b) {
        return switch (op) {
            case Binary.Add _ -> broadcast("add", a, b);
            case Binary.Sub _ -> broadcast("subtract", a, b);
            case Binary.Mul _ -> broadcast("multiply", a, b);
            case Binary.Div _ -> broadcast("divide", a, b);
            // The library's own lose a NaN on the left.
            case Binary.Maximum _ -> pairwise(op, a, b);
            case Binary.Minimum _ -> pairwise(op, a, b);
            case Binary.Greater _ -> compare("greater", a, b);
            case Binary.GreaterOrEqual _ -> compare("greater_equal", a, b);
            case Binary.Equal _ -> compare("equals", a, b);
            default -> throw unknown(op);
        };
    }

    private INDArray broadcast(String op, INDArray a, INDArray b) {
        INDArray out = take(broadcastShape(a, b));
        run(op, out, a, b);
        return out;
    }

    /** The library takes [1, 1] and [3] for a scalar and a row, looks for a result of shape [3], and writes where none is. */
    private void run(String op, INDArray out, INDArray a, INDArray b) {
        boolean bothExpand = a.rank() != b.rank() && !Arrays.equals(a.shape(), out.shape()) && !Arrays.equals(b.shape(), out.shape());
        INDArray left = bothExpand ? broadcastTo(a, shape(out)) : a;
        calls.run(op, out, left, b);
        releaseCopy(left, a);
    }

    private INDArray compare(String op, INDArray a, INDArray b) {
        Shape shape = broadcastShape(a, b);
        INDArray truth = pool.take(shape, DataType.BOOL);
        run(op, truth, a, b);
        INDArray out = pool.take(shape, a.dataType());
        calls.run("cast", List.of(a.dataType().toInt()), out, truth);
        release(truth);
        return out;
    }

    @Override
    public INDArray movement(Movement op, INDArray x) {
        return switch (op) {
            // Copies, too: they cost little, and no array's memory is another's.
            case Movement.Reshape(var target) -> copy(x, target);
            case Movement.Permute permute -> permute(x, permute.axes());
            case Movement.BroadcastTo(var target) -> broadcastTo(x, target);
            case Movement.Slice slice -> slice(x, slice);
            default -> throw unknown(op);
        };
    }

    private INDArray copy(INDArray x, Shape shape) {
        INDArray out = pool.take(shape, x.dataType());
        assign(out, x);
        return out;
    }

    private INDArray permute(INDArray x, int[] axes) {
        INDArray out = pool.take(Shape.of(Arrays.stream(axes).map(axis -> (int) x.size(axis)).toArray()), x.dataType());
        calls.run("permute", ints(axes), out, x);
        return out;
    }

    private INDArray broadcastTo(INDArray x, Shape shape) {
        INDArray out = pool.take(shape, x.dataType());
        calls.run("assign", out, out, x);
        return out;
    }

    private INDArray slice(INDArray x, Movement.Slice op) {
        int[] begin = new int[x.rank()];
        int[] end = shape(x).dims();
        int[] step = new int[x.rank()];
        Arrays.fill(step, 1);
        begin[op.axis()] = op.start();
        end[op.axis()] = op.end();
        step[op.axis()] = op.step();
        // The library's five masks come first: which bounds to leave out, which axes to add or to drop.
        List<Integer> attributes = new ArrayList<>(ints(new int[5]));
        attributes.addAll(ints(begin));
        attributes.addAll(ints(end));
        attributes.addAll(ints(step));
        INDArray out = pool.take(shape(x).with(op.axis(), op.extent()), x.dataType());
        calls.run("strided_slice", attributes, out, x);
        return out;
    }

    @Override
    public INDArray matMul(MatMul op, INDArray a, INDArray b) {
        INDArray out = take(Shape.of((int) a.size(op.transposeA() ? 1 : 0), (int) b.size(op.transposeB() ? 0 : 1)));
        calls.run("matmul", List.of(op.transposeA() ? 1 : 0, op.transposeB() ? 1 : 0, 0), out, a, b);
        return out;
    }

    @Override
    public INDArray reduce(Reduce op, INDArray x) {
        INDArray out = take(shape(x).reduce(op.axes(), op.keep()));
        switch (op.kind()) {
            case SUM -> sum(x, op.axes(), op.keep(), out);
            case MAX -> max(x, op.axes(), out);
        }
        return out;
    }

    private void sum(INDArray x, int[] axes, boolean keep, INDArray out) {
        List<Object> attributes = new ArrayList<>(ints(axes));
        attributes.add(keep);
        calls.run("reduce_sum", attributes, out, x);
    }

    /** The library's own loses NaN. */
    private void max(INDArray x, int[] axes, INDArray out) {
        int[] reducedLast = IntStream.concat(
                IntStream.range(0, x.rank()).filter(axis -> Arrays.binarySearch(axes, axis) < 0), Arrays.stream(axes)).toArray();
        INDArray rows = permute(x, reducedLast);
        HostLoops.max(memory(rows), (int) (x.length() / out.length()), memory(out));
        release(rows);
    }

    @Override
    public INDArray selection(Selection op, List<INDArray> inputs) {
        INDArray first = inputs.getFirst();
        return switch (op) {
            // The library's own select takes 130 ns an element.
            case Selection.Where _ -> where(first, inputs.get(1), inputs.get(2));
            case Selection.Concat(int axis) -> concat(axis, inputs);
            case Selection.Gather _ -> gather(first, inputs.get(1));
            case Selection.ScatterAdd(int rows) -> scatterAdd(first, inputs.get(1), rows);
            case Selection.OneHotArgmax _ -> like(first, out -> HostLoops.oneHotArgmax(memory(first), columns(first), memory(out)));
            case Selection.StraightThrough _ -> copy(first);
            default -> throw unknown(op);
        };
    }

    private INDArray concat(int axis, List<INDArray> inputs) {
        int extent = inputs.stream().mapToInt(input -> (int) input.size(axis)).sum();
        INDArray out = pool.take(shape(inputs.getFirst()).with(axis, extent), inputs.getFirst().dataType());
        calls.run("concat", List.of(axis), out, inputs.toArray(INDArray[]::new));
        return out;
    }

    private INDArray gather(INDArray table, INDArray ids) {
        INDArray out = pool.take(shape(ids).followedBy(shape(table), 1), table.dataType());
        HostLoops.gather(memory(table), table.size(0), memory(ids), memory(out));
        return out;
    }

    @Override
    public INDArray fused(Fused op, List<INDArray> x) {
        return switch (op) {
            case Fused.Linear(Activation activation) -> linear(activation, x.get(0), x.get(1), x.get(2));
            case Fused.Softmax _ -> like(x.getFirst(), out -> softmax(x.getFirst(), out));
            case Fused.GumbelSoftmax _ -> gumbelSoftmax(x.get(0), x.get(1), x.get(2));
            default -> throw unknown(op);
        };
    }

    private INDArray linear(Activation activation, INDArray x, INDArray weight, INDArray bias) {
        INDArray out = matMul(new MatMul(false, true), x, weight);
        calls.run("add", out, out, bias);
        switch (activation) {
            case LINEAR -> { }
            case RELU -> calls.run("relu", ZERO, out, out);
            case SIGMOID -> calls.run("sigmoid", out, out);
            case TANH -> calls.run("tanh", out, out);
        }
        return out;
    }

    private void softmax(INDArray x, INDArray out) {
        calls.run("softmax", List.of(x.rank() - 1), out, x);
    }

    /** The maximum goes before the division, so that a temperature near 0 makes no infinity. It loses NaN, but its row keeps it. */
    private INDArray gumbelSoftmax(INDArray logits, INDArray noise, INDArray temperature) {
        INDArray out = broadcast("add", logits, noise);
        INDArray largest = take(shape(out).with(-1, 1));
        calls.run("reduce_max", List.of(out.rank() - 1, true), largest, out);
        calls.run("subtract", out, out, largest);
        release(largest);
        calls.run("divide", out, out, temperature);
        softmax(out, out);
        return out;
    }

    private INDArray take(Shape shape) {
        return pool.take(shape, DataType.FLOAT);
    }

    /** A new array of the same shape, filled. */
    private INDArray like(INDArray x, Consumer<INDArray> fill) {
        INDArray out = take(shape(x));
        fill.accept(out);
        return out;
    }

    @Override
    public INDArray empty(Shape shape, dev.gumbel.op.DataType type) {
        return pool.take(shape, ArrayPool.type(type));
    }

    @Override
    public dev.gumbel.op.DataType type(INDArray array) {
        return Nd4jTensors.type(array);
    }

    @Override
    public Shape shape(INDArray array) {
        return pool.shape(array);
    }

    @Override
    public MemorySegment memory(INDArray array) {
        return pool.memory(array);
    }

    private Shape broadcastShape(INDArray a, INDArray b) {
        return Shape.broadcast("broadcast", shape(a), shape(b));
    }

    private static int columns(INDArray x) {
        return (int) x.size(-1);
    }

    private static List<Integer> ints(int... values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static UnsupportedOperationException unknown(Op op) {
        return new UnsupportedOperationException("backend 'nd4j' does not know the op " + op.label());
    }
}
