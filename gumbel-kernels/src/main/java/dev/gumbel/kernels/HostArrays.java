package dev.gumbel.kernels;

import dev.gumbel.backend.array.Kernels;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import java.lang.foreign.MemorySegment;

/**
 * The kernels of a library whose arrays lie in host memory, and what {@link FusedKernels} need besides them. Every array that a method returns is in
 * row-major order without gaps, also what {@link #movement} makes.
 *
 * @param <A> the library's array
 */
public interface HostArrays<A> extends Kernels<A> {

    /** An array that holds anything, in row-major order without gaps. */
    A empty(Shape shape, DataType type);

    Shape shape(A array);

    /** The memory of an array; writing to it changes the array. */
    MemorySegment memory(A array);
}
