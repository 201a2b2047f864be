package dev.gumbel.tensor;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import java.util.List;

/** Named state that lives on the device between runs; programs of one session that name it share it. */
public final class Variable extends Tensor {
    private final String name;
    private final Initializer initializer;

    public Variable(String name, Shape shape, DataType type, Initializer initializer) {
        super(new Leaf.Variable(name, shape, type), List.of());
        this.name = name;
        this.initializer = initializer;
    }

    /** A FLOAT32 variable. */
    public static Variable of(String name, Shape shape, Initializer initializer) {
        return new Variable(name, shape, DataType.FLOAT32, initializer);
    }

    public String name() {
        return name;
    }

    public Initializer initializer() {
        return initializer;
    }
}
