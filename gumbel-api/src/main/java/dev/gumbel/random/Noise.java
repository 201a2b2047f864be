package dev.gumbel.random;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;

/** Named tensors of noise: the same seed, program domain, step and name give the same float32 bits on every backend. */
public final class Noise {
    private Noise() {}

    /** Independent standard Gumbel draws; two nodes of one name hold the same draws. */
    public static Tensor gumbel(String name, Shape shape) {
        return Tensor.apply(new Leaf.Random(name, shape, DataType.FLOAT32));
    }
}
