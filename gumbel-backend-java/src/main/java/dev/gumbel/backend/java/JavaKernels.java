package dev.gumbel.backend.java;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.kernels.AdamPass;
import dev.gumbel.kernels.HostArrays;
import dev.gumbel.kernels.HostLoops;
import dev.gumbel.kernels.StridedCopy;
import dev.gumbel.kernels.Sums;
import dev.gumbel.kernels.simd.MatrixProducts;
import dev.gumbel.kernels.simd.NoiseLoops;
import dev.gumbel.kernels.simd.WorkerPool;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every op in Java, into arrays of a pool. The order in which products and sums are added up is fixed, so the number of threads does not change a
 * bit.
 */
final class JavaKernels implements HostArrays<JavaArray> {
    private final ArrayPool pool = new ArrayPool();
    private final HostLoops loops = new HostLoops();
    private final Sums sums = new Sums();
    private final NoiseLoops noises;
    private final WorkerPool workers;
    private final MatrixProducts products;
    private final AdamPass adam;

    private JavaKernels(WorkerPool workers, MatrixProducts products, NoiseLoops noises) {
        this.workers = workers;
        this.products = products;
        this.noises = noises;
        this.adam = new AdamPass(workers);
    }

    /** Kernels in vector instructions where the JVM has them. */
    static JavaKernels best(int threads) {
        WorkerPool workers = WorkerPool.of(threads);
        return new JavaKernels(workers, MatrixProducts.best(workers), NoiseLoops.best());
    }

    /** Kernels in plain loops on one thread. */
    static JavaKernels scalar() {
        return new JavaKernels(WorkerPool.of(1), MatrixProducts.scalar(), NoiseLoops.scalar());
    }

    /** The array shares the tensor's memory. */
    @Override
    public JavaArray bind(HostTensor tensor) {
        return new JavaArray(tensor.shape(), tensor.type(), tensor.segment());
    }

    @Override
    public void draw(JavaArray bound, HostTensor tensor, NoiseDraws noise, long first) {
        noises.fill(noise, tensor.segment(), first, tensor.shape().size());
    }

    @Override
    public JavaArray copy(JavaArray array) {
        return copy(array, array.shape);
    }

    private JavaArray copy(JavaArray array, Shape shape) {
        JavaArray out = pool.take(shape, array.type);
        assign(out, array);
        return out;
    }

    @Override
    public void release(JavaArray array) {
        pool.release(array);
    }

    @Override
    public JavaArray unary(Unary op, JavaArray x) {
        JavaArray out = take(x.shape);
        loops.unary(op, x.memory, out.memory);
        return out;
    }

    @Override
    public JavaArray binary(Binary op, JavaArray a, JavaArray b) {
        Shape shape = a.shape.equals(b.shape) ? a.shape : Shape.broadcast(op.label(), a.shape, b.shape);
        JavaArray left = repeated(a, shape);
        JavaArray right = repeated(b, shape);
        JavaArray out = pool.take(shape, a.type);
        if (a.type == DataType.INT32) {
            loops.compareIds(op, left.memory, right.memory, out.memory);
        } else {
            loops.binary(op, left.memory, right.memory, out.memory);
        }
        releaseCopy(left, a);
        releaseCopy(right, b);
        return out;
    }

    /** The array itself where the loops can read it as if it had the shape, else a copy that has it. */
    private JavaArray repeated(JavaArray x, Shape shape) {
        return x.shape.size() == 1 || x.shape.size() == shape.size() ? x : broadcastTo(x, shape);
    }

    private void releaseCopy(JavaArray repeated, JavaArray original) {
        if (repeated != original) {
            release(repeated);
        }
    }

    @Override
    public JavaArray movement(Movement op, JavaArray x) {
        return switch (op) {
            // A copy, too: it costs little, and no array's memory is another's.
            case Movement.Reshape(Shape shape) -> copy(x, shape);
            case Movement.Permute permute -> permute(x, permute.axes());
            case Movement.BroadcastTo(Shape shape) -> broadcastTo(x, shape);
            case Movement.Slice slice -> slice(x, slice);
            default -> throw unknown(op);
        };
    }

    private JavaArray permute(JavaArray x, int[] axes) {
        JavaArray out = pool.take(Shape.of(IntStream.of(axes).map(x.shape::dim).toArray()), x.type);
        long[] strides = StridedCopy.strides(x.shape);
        StridedCopy.gather(x.memory, 0, IntStream.of(axes).mapToLong(axis -> strides[axis]).toArray(), out.shape, out.memory);
        return out;
    }

    private JavaArray broadcastTo(JavaArray x, Shape shape) {
        JavaArray out = pool.take(shape, x.type);
        StridedCopy.gather(x.memory, 0, StridedCopy.broadcastStrides(x.shape, shape), shape, out.memory);
        return out;
    }

    private JavaArray slice(JavaArray x, Movement.Slice op) {
        JavaArray out = pool.take(x.shape.with(op.axis(), op.extent()), x.type);
        long[] strides = StridedCopy.strides(x.shape);
        long offset = op.start() * strides[op.axis()];
        strides[op.axis()] *= op.step();
        StridedCopy.gather(x.memory, offset, strides, out.shape, out.memory);
        return out;
    }

    @Override
    public JavaArray matMul(MatMul op, JavaArray a, JavaArray b) {
        int rows = a.shape.dim(op.transposeA() ? 1 : 0);
        int inner = a.shape.dim(op.transposeA() ? 0 : 1);
        int columns = b.shape.dim(op.transposeB() ? 0 : 1);
        JavaArray out = take(Shape.of(rows, columns));
        products.multiply(rows, inner, columns, a.memory, op.transposeA(), b.memory, op.transposeB(), out.memory);
        return out;
    }

    @Override
    public JavaArray reduce(Reduce op, JavaArray x) {
        int[] axes = op.axes();
        int rank = x.shape.rank();
        JavaArray out = take(x.shape.reduce(axes, op.keep()));
        boolean sum = op.kind() == Reduce.Kind.SUM;
        // Axes ascend: from this one on there are as many as the shape has left.
        boolean last = axes.length > 0 && rank - axes.length == axes[0];
        if (sum && !last && rank == 2 && axes.length == 1) {
            sums.ofColumns(x.memory, x.shape.last(), out.memory);
            return out;
        }
        JavaArray rows = last ? x : permute(x, reducedLast(rank, axes));
        if (sum) {
            sums.ofRows(rows.memory, out.memory);
        } else {
            loops.max(rows.memory, Math.toIntExact(x.shape.size() / out.shape.size()), out.memory);
        }
        releaseCopy(rows, x);
        return out;
    }

    private static int[] reducedLast(int rank, int[] axes) {
        return IntStream.concat(IntStream.range(0, rank).filter(axis -> Arrays.binarySearch(axes, axis) < 0), Arrays.stream(axes)).toArray();
    }

    @Override
    public JavaArray selection(Selection op, List<JavaArray> inputs) {
        JavaArray first = inputs.getFirst();
        return switch (op) {
            case Selection.Where _ -> where(first, inputs.get(1), inputs.get(2));
            case Selection.Concat(int axis) -> concat(axis, inputs);
            case Selection.Gather _ -> gather(first, inputs.get(1));
            case Selection.ScatterAdd(int rows) -> scatterAdd(first, inputs.get(1), rows);
            case Selection.StraightThrough _ -> copy(first);
            default -> throw unknown(op);
        };
    }

    private JavaArray where(JavaArray condition, JavaArray a, JavaArray b) {
        Shape shape = Shape.broadcast("where", Shape.broadcast("where", condition.shape, a.shape), b.shape);
        List<JavaArray> inputs = List.of(condition, a, b);
        List<JavaArray> whole = inputs.stream().map(input -> repeated(input, shape)).toList();
        JavaArray out = take(shape);
        loops.where(whole.get(0).memory, condition.type == DataType.INT32, whole.get(1).memory, whole.get(2).memory, out.memory);
        for (int i = 0; i < inputs.size(); i++) {
            releaseCopy(whole.get(i), inputs.get(i));
        }
        return out;
    }

    private JavaArray concat(int axis, List<JavaArray> inputs) {
        int extent = inputs.stream().mapToInt(input -> input.shape.dim(axis)).sum();
        JavaArray out = pool.take(inputs.getFirst().shape.with(axis, extent), inputs.getFirst().type);
        long[] strides = StridedCopy.strides(out.shape);
        int start = 0;
        for (JavaArray input : inputs) {
            StridedCopy.scatter(input.memory, input.shape, out.memory, start * strides[axis], strides);
            start += input.shape.dim(axis);
        }
        return out;
    }

    private JavaArray gather(JavaArray table, JavaArray ids) {
        JavaArray out = pool.take(ids.shape.followedBy(table.shape, 1), table.type);
        loops.gather(table.memory, table.shape.dim(0), ids.memory, out.memory);
        return out;
    }

    private JavaArray scatterAdd(JavaArray updates, JavaArray ids, int rows) {
        JavaArray out = take(Shape.of(rows).followedBy(updates.shape, ids.shape.rank()));
        out.memory.fill((byte) 0);
        loops.scatterAdd(updates.memory, ids.memory, rows, out.memory);
        return out;
    }

    /** A Linear whose activation has no pass of its own; all other fused ops have one. */
    @Override
    public JavaArray fused(Fused op, List<JavaArray> x) {
        if (!(op instanceof Fused.Linear(Activation activation))) {
            throw unknown(op);
        }
        JavaArray product = matMul(new MatMul(false, true), x.get(0), x.get(1));
        JavaArray sum = binary(new Binary.Add(), product, x.get(2));
        release(product);
        loops.unary(activation == Activation.SIGMOID ? new Unary.Sigmoid() : new Unary.Tanh(), sum.memory, sum.memory);
        return sum;
    }

    @Override
    public void adam(AdamStep step, JavaArray weight, JavaArray firstMoment, JavaArray secondMoment, JavaArray gradient) {
        adam.step(step, weight.memory, firstMoment.memory, secondMoment.memory, gradient.memory);
    }

    private JavaArray take(Shape shape) {
        return pool.take(shape, DataType.FLOAT32);
    }

    @Override
    public JavaArray empty(Shape shape, DataType type) {
        return pool.take(shape, type);
    }

    @Override
    public Shape shape(JavaArray array) {
        return array.shape;
    }

    @Override
    public MemorySegment memory(JavaArray array) {
        return array.memory;
    }

    @Override
    public void close() {
        try (pool; workers) {
            products.close();
        }
    }

    private static UnsupportedOperationException unknown(Op op) {
        return new UnsupportedOperationException("backend 'java' does not know the op " + op.label());
    }
}
