package dev.gumbel.backend.array;

import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import java.util.List;

/**
 * The ops over the arrays of one library, for one session. Shapes and types have been checked. Every method that returns an array returns a new
 * handle, which {@link #release} frees; its storage may be that of an input only for {@link Movement} ops and {@link Selection.StraightThrough}.
 * An op this class does not know is an {@link UnsupportedOperationException} that names it.
 *
 * @param <A> the library's array
 */
public interface Kernels<A> extends AutoCloseable {

    /**
     * An array that holds the tensor's values. It may share the tensor's memory, which outlives it and is written only before {@link #refresh}.
     */
    A bind(HostTensor tensor);

    /** Makes a bound array hold the tensor's present values; does nothing where they share memory. */
    void refresh(A bound, HostTensor tensor);

    /**
     * Makes a bound FLOAT32 array hold draws of noise from an index on, at the latest when they are first read.
     *
     * @param noise draws on the host; its {@link NoiseDraws#address} says all that a device needs to draw the same bits
     * @param first index, in its stream, of the array's first element
     */
    default void draw(A bound, HostTensor tensor, NoiseDraws noise, long first) {
        noise.fill(tensor.segment(), first, tensor.shape().size());
        refresh(bound, tensor);
    }

    /** Copies an array's values to the host. */
    void fetch(A array, HostTensor into);

    /** An array of the same values in storage of its own. */
    A copy(A array);

    /** Replaces the values of an array by those of another. */
    void assign(A target, A value);

    /** Frees an array's handle, and its storage with the last handle on it. */
    void release(A array);

    A unary(Unary op, A x);

    A binary(Binary op, A a, A b);

    A movement(Movement op, A x);

    A matMul(MatMul op, A a, A b);

    A reduce(Reduce op, A x);

    A selection(Selection op, List<A> inputs);

    /** A fused op the backend claims. */
    A fused(Fused op, List<A> inputs);

    /** Where {@link dev.gumbel.graph.Update.AdamUpdate} is claimed: one Adam step in place on a weight and its moments, with both flushes. */
    default void adam(AdamStep step, A weight, A firstMoment, A secondMoment, A gradient) {
        throw new UnsupportedOperationException("adam is not claimed");
    }

    /** Frees what the session still holds. */
    @Override
    void close();
}
