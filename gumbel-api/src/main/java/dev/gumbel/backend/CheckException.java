package dev.gumbel.backend;

/** Thrown by a session that runs checked where a value is not what an op is defined on; no update of that run has been applied. */
public final class CheckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckException(String message) {
        super(message);
    }
}
