package dev.gumbel.backend;

/**
 * Thrown where a value is not what an op is defined on: by a session that runs checked, and by any session that is fed ids outside a table. No update
 * of that run has been applied.
 */
public final class CheckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckException(String message) {
        super(message);
    }
}
