package dev.gumbel.op;

/** What a graph knows of a value before it is computed: its shape and data type. */
public record Signature(Shape shape, DataType type) {
    @Override
    public String toString() {
        return type + shape.toString();
    }
}
