package dev.gumbel.tensor;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import java.util.List;

/** Named state that lives on between runs, on the device but for counters; programs of one session that name it share it. */
public final class Variable extends Tensor {
    private final String name;
    private final Initializer initializer;

    public Variable(String name, Shape shape, DataType type, Initializer initializer) {
        this(new Leaf.Variable(name, shape, type), initializer);
    }

    private Variable(Leaf.Named leaf, Initializer initializer) {
        super(leaf, List.of());
        this.name = leaf.name();
        this.initializer = initializer;
    }

    /** A FLOAT32 variable. */
    public static Variable of(String name, Shape shape, Initializer initializer) {
        return new Variable(name, shape, DataType.FLOAT32, initializer);
    }

    /**
     * The counter {@code OWNER.step} of an optimiser's steps: an INT32 scalar on the host that begins at 0. A session reads and writes it as any
     * variable; a graph sees it through {@link Tensor#stepScalar}.
     */
    public static Variable counter(String owner) {
        return new Variable(new Leaf.Counter(owner), Initializer.zeros());
    }

    /** Whether this is a {@link #counter}. */
    public boolean isCounter() {
        return op() instanceof Leaf.Counter;
    }

    public String name() {
        return name;
    }

    public Initializer initializer() {
        return initializer;
    }
}
