package dev.gumbel.kernels;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.op.Binary;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;

/**
 * The kernels of a library whose arrays lie in host memory, and what {@link FusedKernels} need besides them. Every array that a method returns is in
 * row-major order without gaps, also what {@link #movement} makes.
 *
 * @param <A> the library's array
 */
public interface HostArrays<A> extends Kernels<A> {

    /** What is bound shares the tensor's memory. */
    @Override
    default void refresh(A bound, HostTensor tensor) {
        // It is there already.
    }

    @Override
    default void draw(A bound, HostTensor tensor, NoiseDraws noise, long first) {
        loops().draw(noise, tensor.segment(), first);
    }

    @Override
    default void fetch(A array, HostTensor into) {
        into.segment().copyFrom(memory(array));
    }

    @Override
    default void assign(A target, A value) {
        memory(target).copyFrom(memory(value));
    }

    @Override
    default void adam(AdamStep step, A weight, A firstMoment, A secondMoment, A gradient) {
        loops().adam(step, memory(weight), memory(firstMoment), memory(secondMoment), memory(gradient));
    }

    /** The op of each pair of elements, by a loop; of INT32 a comparison. */
    default A pairwise(Binary op, A a, A b) {
        Shape shape = shape(a).equals(shape(b)) ? shape(a) : Shape.broadcast(op.label(), shape(a), shape(b));
        A left = repeated(a, shape);
        A right = repeated(b, shape);
        A out = empty(shape, type(a));
        if (type(a) == DataType.INT32) {
            loops().compareIds(op, memory(left), memory(right), memory(out));
        } else {
            loops().binary(op, memory(left), memory(right), memory(out));
        }
        releaseCopy(left, a);
        releaseCopy(right, b);
        return out;
    }

    /** See {@link Selection.Where}; by a loop. */
    default A where(A condition, A a, A b) {
        Shape shape = Shape.broadcast("where", Shape.broadcast("where", shape(condition), shape(a)), shape(b));
        A chooser = repeated(condition, shape);
        A left = repeated(a, shape);
        A right = repeated(b, shape);
        A out = empty(shape, DataType.FLOAT32);
        loops().where(memory(chooser), type(condition) == DataType.INT32, memory(left), memory(right), memory(out));
        releaseCopy(chooser, condition);
        releaseCopy(left, a);
        releaseCopy(right, b);
        return out;
    }

    /** The array itself where the loops can read it as if it had the shape, else a copy that has it. */
    private A repeated(A x, Shape shape) {
        long size = shape(x).size();
        return size == 1 || size == shape.size() ? x : movement(new Movement.BroadcastTo(shape), x);
    }

    /** Frees what was made of an array, unless it is that array. */
    default void releaseCopy(A copy, A original) {
        if (copy != original) {
            release(copy);
        }
    }

    /** See {@link Selection.ScatterAdd}; by a loop. */
    default A scatterAdd(A updates, A ids, int rows) {
        A out = empty(Shape.of(rows).followedBy(shape(updates), shape(ids).rank()), DataType.FLOAT32);
        memory(out).fill((byte) 0);
        HostLoops.scatterAdd(memory(updates), memory(ids), rows, memory(out));
        return out;
    }

    /** Java's own, on the threads of these kernels. */
    HostLoops loops();

    /** An array that holds anything, in row-major order without gaps. */
    A empty(Shape shape, DataType type);

    Shape shape(A array);

    DataType type(A array);

    /** The memory of an array; writing to it changes the array. */
    MemorySegment memory(A array);
}
