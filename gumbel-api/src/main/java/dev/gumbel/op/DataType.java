package dev.gumbel.op;

/**
 * The element types of tensors; {@code FLOAT64} is computed by the reference backend only, {@code INT32} holds ids and what comparisons of ids give.
 */
public enum DataType {
    FLOAT32(4),
    FLOAT64(8),
    INT32(4);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether arithmetic is defined on this type; ids only index and compare. */
    public boolean isFloating() {
        return this != INT32;
    }
}
