package dev.gumbel.kernels;

import dev.gumbel.backend.array.Kernels;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import java.lang.foreign.MemorySegment;

/**
 * The kernels of a library whose arrays lie in host memory, and what {@link FusedKernels} need besides them.
 *
 * @param <A> the library's array
 */
public interface HostArrays<A> extends Kernels<A> {

    /** An array that holds anything, in row-major order without gaps. */
    A empty(Shape shape, DataType type);

    Shape shape(A array);

    /** The memory of an array in row-major order without gaps; writing to it changes the array. */
    MemorySegment memory(A array);

    /** The array itself if it is in row-major order without gaps; else it is released, and a copy that is takes its place. */
    A dense(A array);
}
