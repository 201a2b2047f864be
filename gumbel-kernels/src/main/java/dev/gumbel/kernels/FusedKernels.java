package dev.gumbel.kernels;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.kernels.simd.Blocks;
import dev.gumbel.kernels.simd.Simd;
import dev.gumbel.kernels.simd.WorkerPool;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

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
    private final WorkerPool workers;
    // One a thread.
    private final List<Simd> simd;
    /** By the length of a row. */
    private final Map<Integer, List<RowPasses>> passes = new HashMap<>();

    /**
     * Kernels in vector instructions where the JVM has them, on the library's threads.
     *
     * @param library is closed with them
     */
    public FusedKernels(HostArrays<A> library) {
        this(library, Simd::best);
    }

    /** Kernels on the given loops. */
    public FusedKernels(HostArrays<A> library, Supplier<Simd> loops) {
        this.library = library;
        this.workers = library.loops().workers();
        this.simd = workers.each(_ -> loops.get());
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
        MemorySegment from = library.memory(x);
        MemorySegment to = library.memory(out);
        byRows(x, library.shape(x).last(), (rows, first, count) -> rows.oneHotArgmax(from, to, first, count));
        return out;
    }

    @Override
    public A fused(Fused op, List<A> x) {
        return switch (op) {
            case Fused.Linear(Activation activation) when activation == Activation.LINEAR || activation == Activation.RELU ->
                    linear(activation, x.getFirst(), x.get(1), x.get(2));
            case Fused.BernoulliNll _, Fused.CategoricalKl _ ->
                    byRows(op, x, library.empty(library.shape(x.getFirst()).reduce(new int[] {-1}, false), DataType.FLOAT32));
            case Fused.Softmax _, Fused.GumbelSoftmax _, Fused.ActivationGradient _, Fused.SoftmaxGradient _, Fused.BernoulliNllGradient _,
                    Fused.CategoricalKlGradient _ -> byRows(op, x, like(x.getFirst()));
            default -> library.fused(op, x);
        };
    }

    private A linear(Activation activation, A x, A weight, A bias) {
        A product = library.matMul(TIMES_TRANSPOSED, x, weight);
        MemorySegment sums = library.memory(product);
        MemorySegment summand = library.memory(bias);
        int columns = library.shape(product).last();
        workers.run(library.shape(product).size() / columns, Math.max(1, Blocks.SIZE / columns), (member, first, count) ->
                simd.get(member).addBias(sums, first, count, summand, activation == Activation.RELU));
        return product;
    }

    private A byRows(Fused op, List<A> x, A out) {
        MemorySegment[] in = new MemorySegment[x.size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = library.memory(x.get(i));
        }
        MemorySegment to = library.memory(out);
        int columns = op instanceof Fused.ActivationGradient ? 1 : library.shape(x.getFirst()).last();
        byRows(x.getFirst(), columns, (rows, first, count) -> rows.run(op, in, to, first, count));
        return out;
    }

    /** Work on some rows. */
    @FunctionalInterface
    private interface Pass {
        void run(RowPasses rows, long first, int count);
    }

    private void byRows(A x, int columns, Pass pass) {
        List<RowPasses> members = passes.computeIfAbsent(columns, length -> workers.each(member -> new RowPasses(length, simd.get(member))));
        workers.run(library.shape(x).size() / columns, members.getFirst().capacity(), (member, first, count) ->
                pass.run(members.get(member), first, count));
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
