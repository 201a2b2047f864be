package dev.gumbel.backend.host;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.lanes.Lanes;
import dev.gumbel.lanes.Products;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A library's kernels with those in their place that are faster as one pass in Java: fused ops, their gradients, the one-hot argmax, and sums over
 * rows. All its arrays are in row-major order without gaps.
 *
 * @param <A> the library's array
 */
public final class HostKernels<A> implements Kernels<A> {
    /** The fused ops a backend of host kernels claims. */
    public static final Set<Class<? extends Fused>> CLAIMS = Set.of(
            Fused.Linear.class, Fused.Softmax.class, Fused.GumbelSoftmax.class, Fused.BernoulliNll.class, Fused.CategoricalKl.class,
            Fused.ActivationGradient.class, Fused.SoftmaxGradient.class, Fused.BernoulliNllGradient.class, Fused.CategoricalKlGradient.class);

    private final HostArrays<A> library;
    private final Lanes lanes;
    private final Optional<Products> products;
    private final Layers layers;
    private final Sums sums;
    private final Map<Integer, Softmaxes> softmaxes = new HashMap<>();
    private final Map<Integer, Argmaxes> argmaxes = new HashMap<>();
    private final Map<Integer, Bernoullis> bernoullis = new HashMap<>();

    /**
     * Kernels in vector instructions where the JVM has them.
     *
     * @param threads how many compute matrix products; 0 for one for each processor
     */
    public HostKernels(HostArrays<A> library, int threads) {
        this(library, Lanes.best(), Products.best(threads));
    }

    /** Kernels on the given loops, and products by the library where none are given. */
    public HostKernels(HostArrays<A> library, Lanes lanes, Optional<Products> products) {
        this.library = library;
        this.lanes = lanes;
        this.products = products;
        this.layers = new Layers(lanes);
        this.sums = new Sums(lanes);
    }

    @Override
    public A bind(HostTensor tensor) {
        return library.bind(tensor);
    }

    @Override
    public void refresh(A bound, HostTensor tensor) {
        library.refresh(bound, tensor);
    }

    @Override
    public void fetch(A array, HostTensor into) {
        into.segment().copyFrom(library.memory(array));
    }

    @Override
    public A copy(A array) {
        return library.copy(array);
    }

    @Override
    public void assign(A target, A value) {
        library.memory(target).copyFrom(library.memory(value));
    }

    @Override
    public void release(A array) {
        library.release(array);
    }

    @Override
    public A unary(Unary op, A x) {
        return library.unary(op, x);
    }

    @Override
    public A binary(Binary op, A a, A b) {
        return library.binary(op, a, b);
    }

    @Override
    public A movement(Movement op, A x) {
        A moved = library.movement(op, x);
        return op instanceof Movement.Reshape ? moved : library.dense(moved);
    }

    @Override
    public A matMul(MatMul op, A a, A b) {
        if (products.isEmpty()) {
            return library.matMul(op, a, b);
        }
        Shape left = library.shape(a);
        int rows = left.dim(op.transposeA() ? 1 : 0);
        int inner = left.dim(op.transposeA() ? 0 : 1);
        int columns = library.shape(b).dim(op.transposeB() ? 0 : 1);
        return filled(Shape.of(rows, columns), out -> products.get().multiply(
                rows, inner, columns, library.memory(a), op.transposeA(), library.memory(b), op.transposeB(), out));
    }

    @Override
    public A reduce(Reduce op, A x) {
        Shape shape = library.shape(x);
        int[] axes = op.axes();
        // Axes ascend: from this one on there are as many as the shape has left.
        boolean ofRows = axes.length > 0 && shape.rank() - axes.length == axes[0];
        boolean ofColumns = shape.rank() == 2 && axes.length == 1 && axes[0] == 0;
        if (op.kind() != Reduce.Kind.SUM || !ofRows && !ofColumns) {
            return library.reduce(op, x);
        }
        return filled(shape.reduce(axes, op.keep()), out -> {
            if (ofRows) {
                sums.ofRows(library.memory(x), out);
            } else {
                sums.ofColumns(library.memory(x), shape.last(), out);
            }
        });
    }

    @Override
    public A selection(Selection op, List<A> inputs) {
        return op instanceof Selection.OneHotArgmax ? oneHotArgmax(inputs.getFirst()) : library.selection(op, inputs);
    }

    @Override
    public A fused(Fused op, List<A> x) {
        return switch (op) {
            case Fused.Linear(Activation activation) when activation == Activation.LINEAR || activation == Activation.RELU ->
                    linear(activation, x.get(0), x.get(1), x.get(2));
            case Fused.Softmax _ -> like(x.getFirst(), out -> softmaxes(x).softmax(memory(x, 0), out));
            case Fused.GumbelSoftmax _ ->
                    like(x.getFirst(), out -> softmaxes(x).gumbelSoftmax(memory(x, 0), memory(x, 1), scalar(x, 2), out));
            case Fused.BernoulliNll _ -> ofRows(x.getFirst(), out -> bernoullis(x).loss(memory(x, 0), memory(x, 1), out));
            case Fused.CategoricalKl _ -> ofRows(x.getFirst(), out -> softmaxes(x).categoricalKl(memory(x, 0), out));
            case Fused.ActivationGradient(Activation activation) ->
                    like(x.getFirst(), out -> layers.activationGradient(activation, memory(x, 0), memory(x, 1), out));
            case Fused.SoftmaxGradient _ ->
                    like(x.getFirst(), out -> softmaxes(x).softmaxGradient(memory(x, 0), memory(x, 1), scalar(x, 2), out));
            case Fused.BernoulliNllGradient _ ->
                    like(x.getFirst(), out -> bernoullis(x).gradient(memory(x, 0), memory(x, 1), memory(x, 2), out));
            case Fused.CategoricalKlGradient _ ->
                    like(x.getFirst(), out -> softmaxes(x).categoricalKlGradient(memory(x, 0), memory(x, 1), out));
            default -> library.fused(op, x);
        };
    }

    private A linear(Activation activation, A x, A weight, A bias) {
        A product = matMul(new MatMul(false, true), x, weight);
        layers.addBias(library.memory(product), library.memory(bias), activation == Activation.RELU);
        return product;
    }

    private A oneHotArgmax(A x) {
        Argmaxes rows = argmaxes.computeIfAbsent(library.shape(x).last(), columns -> new Argmaxes(columns, lanes));
        return like(x, out -> rows.oneHot(library.memory(x), out));
    }

    private Softmaxes softmaxes(List<A> x) {
        return softmaxes.computeIfAbsent(library.shape(x.getFirst()).last(), columns -> new Softmaxes(columns, lanes));
    }

    private Bernoullis bernoullis(List<A> x) {
        return bernoullis.computeIfAbsent(library.shape(x.getFirst()).last(), columns -> new Bernoullis(columns, lanes));
    }

    private MemorySegment memory(List<A> x, int index) {
        return library.memory(x.get(index));
    }

    private float scalar(List<A> x, int index) {
        return memory(x, index).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
    }

    private A like(A x, Consumer<MemorySegment> fill) {
        return filled(library.shape(x), fill);
    }

    /** A new array with a number for each row. */
    private A ofRows(A x, Consumer<MemorySegment> fill) {
        return filled(library.shape(x).reduce(new int[] {-1}, false), fill);
    }

    private A filled(Shape shape, Consumer<MemorySegment> fill) {
        A result = library.empty(shape);
        fill.accept(library.memory(result));
        return result;
    }

    @Override
    public void adam(AdamStep step, A weight, A firstMoment, A secondMoment, A gradient) {
        library.adam(step, weight, firstMoment, secondMoment, gradient);
    }

    @Override
    public void close() {
        try (library) {
            products.ifPresent(Products::close);
        }
    }
}
