package dev.gumbel.backend.java;

import dev.gumbel.kernels.HostArrays;
import dev.gumbel.kernels.HostLoops;
import dev.gumbel.kernels.StridedCopy;
import dev.gumbel.kernels.simd.MatrixProducts;
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
    private final HostLoops loops;
    private final MatrixProducts products;

    private JavaKernels(HostLoops loops, MatrixProducts products) {
        this.loops = loops;
        this.products = products;
    }

    /** Kernels in vector instructions where the JVM has them. */
    static JavaKernels best(int threads) {
        HostLoops loops = HostLoops.best(threads);
        return new JavaKernels(loops, MatrixProducts.best(loops.workers()));
    }

    /** Kernels in plain loops on one thread. */
    static JavaKernels scalar() {
        return new JavaKernels(HostLoops.scalar(), MatrixProducts.scalar());
    }

    @Override
    public HostLoops loops() {
        return loops;
    }

    /** The array shares the tensor's memory. */
    @Override
    public JavaArray bind(HostTensor tensor) {
        return new JavaArray(tensor.shape(), tensor.type(), tensor.segment());
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
        return pairwise(op, a, b);
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
            loops.sumOfColumns(x.memory, x.shape.last(), out.memory);
            return out;
        }
        JavaArray rows = last ? x : permute(x, reducedLast(rank, axes));
        if (sum) {
            loops.sumOfRows(rows.memory, out.memory);
        } else {
            HostLoops.max(rows.memory, Math.toIntExact(x.shape.size() / out.shape.size()), out.memory);
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
        HostLoops.gather(table.memory, table.shape.dim(0), ids.memory, out.memory);
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

    private JavaArray take(Shape shape) {
        return pool.take(shape, DataType.FLOAT32);
    }

    @Override
    public JavaArray empty(Shape shape, DataType type) {
        return pool.take(shape, type);
    }

    @Override
    public DataType type(JavaArray array) {
        return array.type;
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
        try (pool; loops) {
            products.close();
        }
    }

    private static UnsupportedOperationException unknown(Op op) {
        return new UnsupportedOperationException("backend 'java' does not know the op " + op.label());
    }
}
