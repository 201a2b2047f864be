package dev.gumbel.op;

/** Thrown where an op is applied to shapes or data types it is not defined on; the message names the op and the full shapes. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }
}
