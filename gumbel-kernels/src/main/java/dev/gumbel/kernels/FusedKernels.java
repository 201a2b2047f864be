package dev.gumbel.kernels;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Claimable;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A library's kernels, with one pass in Java over the same memory where the library would need several: fused ops and their gradients, the bias and
 * activation after a product, and the one-hot argmax. All else is the library's, matrix products above all.
 *
 * @param <A> the library's array
 */
public final class FusedKernels<A> implements Kernels<A> {
    /** The fused ops and updates that a backend of these kernels claims. */
    public static final Set<Class<? extends Claimable>> CLAIMS = Set.of(
            Fused.Linear.class, Fused.Softmax.class, Fused.GumbelSoftmax.class, Fused.BernoulliNll.class, Fused.CategoricalKl.class,
            Fused.ActivationGradient.class, Fused.SoftmaxGradient.class, Fused.BernoulliNllGradient.class, Fused.CategoricalKlGradient.class,
            AdamUpdate.class);

    private static final MatMul TIMES_TRANSPOSED = new MatMul(false, true);

    private final HostArrays<A> library;
    private final Simd simd;
    private final Activations activations;
    // By the length of a row.
    private final Map<Integer, Softmaxes> softmaxes = new HashMap<>();
    private final Map<Integer, Argmaxes> argmaxes = new HashMap<>();
    private final Map<Integer, Bernoullis> bernoullis = new HashMap<>();

    /**
     * Kernels in vector instructions where the JVM has them.
     *
     * @param library is closed with them
     */
    public FusedKernels(HostArrays<A> library) {
        this(library, Simd.best());
    }

    /** Kernels on the given loops. */
    public FusedKernels(HostArrays<A> library, Simd simd) {
        this.library = library;
        this.simd = simd;
        this.activations = new Activations(simd);
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
    public void draw(A bound, HostTensor tensor, NoiseDraws noise, long first) {
        library.draw(bound, tensor, noise, first);
    }

    @Override
    public void fetch(A array, HostTensor into) {
        library.fetch(array, into);
    }

    @Override
    public A copy(A array) {
        return library.copy(array);
    }

    @Override
    public void assign(A target, A value) {
        library.assign(target, value);
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
        return library.movement(op, x);
    }

    @Override
    public A matMul(MatMul op, A a, A b) {
        return library.matMul(op, a, b);
    }

    @Override
    public A reduce(Reduce op, A x) {
        return library.reduce(op, x);
    }

    @Override
    public A selection(Selection op, List<A> inputs) {
        if (!(op instanceof Selection.OneHotArgmax)) {
            return library.selection(op, inputs);
        }
        A x = inputs.getFirst();
        A out = like(x);
        forRowsOf(x, argmaxes, columns -> new Argmaxes(columns, simd)).oneHot(library.memory(x), library.memory(out));
        return out;
    }

    @Override
    public A fused(Fused op, List<A> x) {
        return switch (op) {
            case Fused.Linear(Activation activation) when activation == Activation.LINEAR || activation == Activation.RELU ->
                    linear(activation, x.getFirst(), x.get(1), x.get(2));
            case Fused.BernoulliNll _, Fused.CategoricalKl _ -> {
                A out = library.empty(library.shape(x.getFirst()).reduce(new int[] {-1}, false), DataType.FLOAT32);
                loss(op, x, library.memory(out));
                yield out;
            }
            case Fused.Softmax _, Fused.GumbelSoftmax _ -> {
                A out = like(x.getFirst());
                softmax(op, x, library.memory(out));
                yield out;
            }
            case Fused.ActivationGradient _, Fused.SoftmaxGradient _, Fused.BernoulliNllGradient _, Fused.CategoricalKlGradient _ -> {
                A out = like(x.getFirst());
                gradient(op, x, library.memory(out));
                yield out;
            }
            default -> library.fused(op, x);
        };
    }

    private A linear(Activation activation, A x, A weight, A bias) {
        A product = library.matMul(TIMES_TRANSPOSED, x, weight);
        simd.addBias(library.memory(product), library.memory(bias), activation == Activation.RELU);
        return product;
    }

    private void softmax(Fused op, List<A> x, MemorySegment out) {
        if (op instanceof Fused.Softmax) {
            softmaxes(x).softmax(memory(x, 0), out);
        } else {
            softmaxes(x).gumbelSoftmax(memory(x, 0), memory(x, 1), scalar(x, 2), out);
        }
    }

    private void loss(Fused op, List<A> x, MemorySegment out) {
        if (op instanceof Fused.BernoulliNll) {
            bernoullis(x).loss(memory(x, 0), memory(x, 1), out);
        } else {
            softmaxes(x).categoricalKl(memory(x, 0), out);
        }
    }

    private void gradient(Fused op, List<A> x, MemorySegment out) {
        switch (op) {
            case Fused.ActivationGradient(Activation activation) -> activations.activationGradient(activation, memory(x, 0), memory(x, 1), out);
            case Fused.SoftmaxGradient _ -> softmaxes(x).softmaxGradient(memory(x, 0), memory(x, 1), scalar(x, 2), out);
            case Fused.BernoulliNllGradient _ -> bernoullis(x).gradient(memory(x, 0), memory(x, 1), memory(x, 2), out);
            case Fused.CategoricalKlGradient _ -> softmaxes(x).categoricalKlGradient(memory(x, 0), memory(x, 1), out);
            default -> throw new IllegalArgumentException("no gradient: " + op);
        }
    }

    private Softmaxes softmaxes(List<A> x) {
        return forRowsOf(x.getFirst(), softmaxes, columns -> new Softmaxes(columns, simd));
    }

    private Bernoullis bernoullis(List<A> x) {
        return forRowsOf(x.getFirst(), bernoullis, columns -> new Bernoullis(columns, simd));
    }

    private <T> T forRowsOf(A x, Map<Integer, T> known, Function<Integer, T> make) {
        return known.computeIfAbsent(library.shape(x).last(), make);
    }

    private MemorySegment memory(List<A> x, int index) {
        return library.memory(x.get(index));
    }

    private float scalar(List<A> x, int index) {
        return memory(x, index).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
    }

    private A like(A x) {
        return library.empty(library.shape(x), DataType.FLOAT32);
    }

    @Override
    public void adam(AdamStep step, A weight, A firstMoment, A secondMoment, A gradient) {
        library.adam(step, weight, firstMoment, secondMoment, gradient);
    }

    @Override
    public void close() {
        library.close();
    }
}
