package dev.gumbel.random;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;

/** Named tensors of noise: the same seed, program domain, step and name give the same float32 bits on every backend. */
public final class Noise {
    private Noise() {}

    /** Independent standard Gumbel draws. A program refuses a second call with the same name, as its draws would be the same ones. */
    public static Tensor gumbel(String name, Shape shape) {
        return Tensor.apply(new Leaf.Random(name, shape, DataType.FLOAT32));
    }

    /** The draw of {@link #gumbel} of this name and shape once more, for a program that means to use one draw in several places. */
    public static Tensor shared(String name, Shape shape) {
        return Tensor.apply(new Leaf.Random(name, shape, DataType.FLOAT32, true));
    }
}
