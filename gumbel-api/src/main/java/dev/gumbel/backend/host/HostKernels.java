package dev.gumbel.backend.host;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.array.HostAdam;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.lanes.Simd;
import dev.gumbel.lanes.Products;
import dev.gumbel.lanes.WorkerPool;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.random.GumbelNoise;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A library's kernels with those in their place that are faster as one pass in Java: fused ops, their gradients, the one-hot argmax, sums over rows,
 * and arithmetic without broadcasting. Results lie in memory of ours; the library gets views of it where it computes.
 *
 * @param <A> the library's array
 */
public final class HostKernels<A> implements Kernels<HostArray<A>> {
    /** The fused ops a backend of host kernels claims. */
    public static final Set<Class<? extends Fused>> CLAIMS = Set.of(
            Fused.Linear.class, Fused.Softmax.class, Fused.GumbelSoftmax.class, Fused.BernoulliNll.class, Fused.CategoricalKl.class,
            Fused.ActivationGradient.class, Fused.SoftmaxGradient.class, Fused.BernoulliNllGradient.class, Fused.CategoricalKlGradient.class);

    private static final MatMul TIMES_TRANSPOSED = new MatMul(false, true);

    private final HostArrays<A> library;
    private final HostMemory<A> arrays;
    private final Simd simd;
    private final Optional<Products> products;
    private final Activations activations;
    private final Sums sums;
    private final Arithmetic arithmetic = new Arithmetic();
    private final HostAdam adam;
    private final WorkerPool workers;
    // By shape, since a number as a key would be a new object each time.
    private final Map<Shape, Softmaxes> softmaxes = new HashMap<>();
    private final Map<Shape, Argmaxes> argmaxes = new HashMap<>();
    private final Map<Shape, Bernoullis> bernoullis = new HashMap<>();
    private final Map<Shape, Map<Reduce, Reduction>> reductions = new HashMap<>();
    private final Map<Shape, Shape> rowShapes = new HashMap<>();

    /**
     * Kernels in vector instructions where the JVM has them.
     *
     * @param threads how many compute matrix products and Adam's steps; 0 for one for each processor
     */
    public HostKernels(HostArrays<A> library, int threads) {
        this(library, Simd.best(), WorkerPool.of(threads));
    }

    private HostKernels(HostArrays<A> library, Simd simd, WorkerPool workers) {
        this(library, simd, workers, Products.best(workers));
    }

    /** Kernels on the given loops and one thread, with the library's products. */
    public HostKernels(HostArrays<A> library, Simd simd) {
        this(library, simd, WorkerPool.of(1), Optional.empty());
    }

    private HostKernels(HostArrays<A> library, Simd simd, WorkerPool workers, Optional<Products> products) {
        this.library = library;
        this.arrays = new HostMemory<>(library);
        this.simd = simd;
        this.workers = workers;
        this.adam = new HostAdam(workers);
        this.products = products;
        this.activations = new Activations(simd);
        this.sums = new Sums(simd);
    }

    @Override
    public HostArray<A> bind(HostTensor tensor) {
        return arrays.bind(tensor);
    }

    @Override
    public void refresh(HostArray<A> bound, HostTensor tensor) {
        // The memory is shared.
    }

    @Override
    public void draw(HostArray<A> bound, HostTensor tensor, GumbelNoise noise, long first) {
        bound.storage.draw(noise, first);
    }

    @Override
    public void fetch(HostArray<A> array, HostTensor into) {
        into.segment().copyFrom(array.memory());
    }

    @Override
    public HostArray<A> copy(HostArray<A> array) {
        HostArray<A> copy = arrays.take(array.shape, array.type);
        assign(copy, array);
        return copy;
    }

    @Override
    public void assign(HostArray<A> target, HostArray<A> value) {
        target.memory().copyFrom(value.memory());
    }

    @Override
    public void release(HostArray<A> array) {
        arrays.release(array);
    }

    @Override
    public HostArray<A> unary(Unary op, HostArray<A> x) {
        return arrays.adopt(library.unary(op, arrays.view(x)), x.type);
    }

    @Override
    public HostArray<A> binary(Binary op, HostArray<A> a, HostArray<A> b) {
        if (!Arithmetic.knows(op) || !a.shape.equals(b.shape)) {
            return arrays.adopt(library.binary(op, arrays.view(a), arrays.view(b)), a.type);
        }
        HostArray<A> out = like(a);
        arithmetic.apply(op, a.memory(), b.memory(), out.memory());
        return out;
    }

    @Override
    public HostArray<A> movement(Movement op, HostArray<A> x) {
        if (op instanceof Movement.Reshape(Shape shape)) {
            return arrays.reshaped(x, shape);
        }
        // A copy: what the library returns may be a view of memory that is handed out again before the view is gone.
        A moved = library.dense(library.movement(op, arrays.view(x)));
        HostArray<A> out = arrays.take(library.shape(moved), x.type);
        out.memory().copyFrom(library.memory(moved));
        library.release(moved);
        return out;
    }

    @Override
    public HostArray<A> matMul(MatMul op, HostArray<A> a, HostArray<A> b) {
        if (products.isEmpty()) {
            return arrays.adopt(library.matMul(op, arrays.view(a), arrays.view(b)), a.type);
        }
        int rows = rows(op, a);
        int columns = columns(op, b);
        HostArray<A> out = arrays.take(rows, columns);
        products.get().multiply(rows, inner(op, a), columns, a.memory(), op.transposeA(), b.memory(), op.transposeB(), out.memory());
        return out;
    }

    private static int rows(MatMul op, HostArray<?> a) {
        return a.shape.dim(op.transposeA() ? 1 : 0);
    }

    private static int inner(MatMul op, HostArray<?> a) {
        return a.shape.dim(op.transposeA() ? 0 : 1);
    }

    private static int columns(MatMul op, HostArray<?> b) {
        return b.shape.dim(op.transposeB() ? 0 : 1);
    }

    @Override
    public HostArray<A> reduce(Reduce op, HostArray<A> x) {
        Reduction reduction = reduction(op, x.shape);
        if (!reduction.ofRows() && !reduction.ofColumns()) {
            return arrays.adopt(library.reduce(op, arrays.view(x)), x.type);
        }
        HostArray<A> out = arrays.take(reduction.result(), x.type);
        if (reduction.ofRows()) {
            sums.ofRows(x.memory(), out.memory());
        } else {
            sums.ofColumns(x.memory(), x.shape.last(), out.memory());
        }
        return out;
    }

    /** What a reduction makes of a shape, and whether it is a sum of whole rows or of the columns of a matrix. */
    private record Reduction(Shape result, boolean ofRows, boolean ofColumns) {
        static Reduction of(Reduce op, Shape shape) {
            int[] axes = op.axes();
            boolean sum = op.kind() == Reduce.Kind.SUM;
            // Axes ascend: from this one on there are as many as the shape has left.
            boolean ofRows = sum && axes.length > 0 && shape.rank() - axes.length == axes[0];
            boolean ofColumns = sum && shape.rank() == 2 && axes.length == 1 && axes[0] == 0;
            return new Reduction(shape.reduce(axes, op.keep()), ofRows, ofColumns);
        }
    }

    private Reduction reduction(Reduce op, Shape shape) {
        Map<Reduce, Reduction> known = reductions.computeIfAbsent(shape, _ -> new HashMap<>());
        Reduction reduction = known.get(op);
        if (reduction == null) {
            reduction = Reduction.of(op, shape);
            known.put(op, reduction);
        }
        return reduction;
    }

    @Override
    public HostArray<A> selection(Selection op, List<HostArray<A>> inputs) {
        if (op instanceof Selection.OneHotArgmax) {
            return oneHotArgmax(inputs.getFirst());
        }
        return arrays.adopt(library.selection(op, views(inputs)), inputs.getFirst().type);
    }

    private HostArray<A> oneHotArgmax(HostArray<A> x) {
        HostArray<A> out = like(x);
        argmaxes.computeIfAbsent(x.shape, shape -> new Argmaxes(shape.last(), simd)).oneHot(x.memory(), out.memory());
        return out;
    }

    private List<A> views(List<HostArray<A>> inputs) {
        return inputs.stream().map(arrays::view).toList();
    }

    @Override
    public HostArray<A> fused(Fused op, List<HostArray<A>> x) {
        HostArray<A> first = x.getFirst();
        return switch (op) {
            case Fused.Linear(Activation activation) when activation == Activation.LINEAR || activation == Activation.RELU ->
                    linear(activation, first, x.get(1), x.get(2));
            case Fused.BernoulliNll _, Fused.CategoricalKl _ -> {
                HostArray<A> out = arrays.take(rowShapes.computeIfAbsent(first.shape, HostKernels::rowShape), first.type);
                loss(op, x, out.memory());
                yield out;
            }
            case Fused.Softmax _, Fused.GumbelSoftmax _ -> {
                HostArray<A> out = like(first);
                softmax(op, x, out.memory());
                yield out;
            }
            case Fused.ActivationGradient _, Fused.SoftmaxGradient _, Fused.BernoulliNllGradient _, Fused.CategoricalKlGradient _ -> {
                HostArray<A> out = like(first);
                gradient(op, x, out.memory());
                yield out;
            }
            default -> arrays.adopt(library.fused(op, views(x)), first.type);
        };
    }

    /** One with a number for each row. */
    private static Shape rowShape(Shape shape) {
        return shape.reduce(new int[] {-1}, false);
    }

    private HostArray<A> linear(Activation activation, HostArray<A> x, HostArray<A> weight, HostArray<A> bias) {
        HostArray<A> product = matMul(TIMES_TRANSPOSED, x, weight);
        simd.addBias(product.memory(), bias.memory(), activation == Activation.RELU);
        return product;
    }

    private void softmax(Fused op, List<HostArray<A>> x, MemorySegment out) {
        if (op instanceof Fused.Softmax) {
            softmaxes(x).softmax(memory(x, 0), out);
        } else {
            softmaxes(x).gumbelSoftmax(memory(x, 0), x.get(1).storage.floats(), scalar(x, 2), out);
        }
    }

    private void loss(Fused op, List<HostArray<A>> x, MemorySegment out) {
        if (op instanceof Fused.BernoulliNll) {
            bernoullis(x).loss(memory(x, 0), memory(x, 1), out);
        } else {
            softmaxes(x).categoricalKl(memory(x, 0), out);
        }
    }

    private void gradient(Fused op, List<HostArray<A>> x, MemorySegment out) {
        switch (op) {
            case Fused.ActivationGradient(Activation activation) -> activations.activationGradient(activation, memory(x, 0), memory(x, 1), out);
            case Fused.SoftmaxGradient _ -> softmaxes(x).softmaxGradient(memory(x, 0), memory(x, 1), scalar(x, 2), out);
            case Fused.BernoulliNllGradient _ -> bernoullis(x).gradient(memory(x, 0), memory(x, 1), memory(x, 2), out);
            case Fused.CategoricalKlGradient _ -> softmaxes(x).categoricalKlGradient(memory(x, 0), memory(x, 1), out);
            default -> throw new IllegalArgumentException("no gradient: " + op);
        }
    }

    private Softmaxes softmaxes(List<HostArray<A>> x) {
        Shape shape = x.getFirst().shape;
        Softmaxes known = softmaxes.get(shape);
        if (known == null) {
            known = new Softmaxes(shape.last(), simd);
            softmaxes.put(shape, known);
        }
        return known;
    }

    private Bernoullis bernoullis(List<HostArray<A>> x) {
        Shape shape = x.getFirst().shape;
        Bernoullis known = bernoullis.get(shape);
        if (known == null) {
            known = new Bernoullis(shape.last(), simd);
            bernoullis.put(shape, known);
        }
        return known;
    }

    private MemorySegment memory(List<HostArray<A>> x, int index) {
        return x.get(index).memory();
    }

    private float scalar(List<HostArray<A>> x, int index) {
        return memory(x, index).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
    }

    private HostArray<A> like(HostArray<A> x) {
        return arrays.take(x.shape, x.type);
    }

    @Override
    public void adam(AdamStep step, HostArray<A> weight, HostArray<A> firstMoment, HostArray<A> secondMoment, HostArray<A> gradient) {
        adam.step(step, weight.memory(), firstMoment.memory(), secondMoment.memory(), gradient.memory());
    }

    @Override
    public boolean adam(
            AdamStep step, HostArray<A> weight, HostArray<A> firstMoment, HostArray<A> secondMoment, MatMul op, HostArray<A> a, HostArray<A> b) {
        if (products.isEmpty()) {
            return false;
        }
        adam.begin(step, weight.memory(), firstMoment.memory(), secondMoment.memory());
        return products.get().multiply(
                rows(op, a), inner(op, a), columns(op, b), a.memory(), op.transposeA(), b.memory(), op.transposeB(), adam);
    }

    @Override
    public void close() {
        // In reverse: the library's views before the memory they look at.
        try (arrays; library; workers) {
            products.ifPresent(Products::close);
        }
    }
}
