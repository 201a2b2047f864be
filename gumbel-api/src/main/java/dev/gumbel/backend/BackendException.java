package dev.gumbel.backend;

/** Thrown where a backend cannot do what is asked; the message says what is missing and what to do. */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
