package dev.gumbel.kernels;

import dev.gumbel.backend.array.Kernels;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
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
    default void fetch(A array, HostTensor into) {
        into.segment().copyFrom(memory(array));
    }

    @Override
    default void assign(A target, A value) {
        memory(target).copyFrom(memory(value));
    }

    /** An array that holds anything, in row-major order without gaps. */
    A empty(Shape shape, DataType type);

    Shape shape(A array);

    /** The memory of an array; writing to it changes the array. */
    MemorySegment memory(A array);
}
