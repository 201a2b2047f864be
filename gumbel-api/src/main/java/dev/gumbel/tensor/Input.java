package dev.gumbel.tensor;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import java.util.List;

/** A tensor whose value is fed at each run, under its name. */
public final class Input extends Tensor {
    private final String name;

    public Input(String name, Shape shape, DataType type) {
        super(new Leaf.Input(name, shape, type), List.of());
        this.name = name;
    }

    public String name() {
        return name;
    }
}
