package dev.gumbel.vae.data;

/** Thrown where data cannot be used; the message says in one line what, where, what was expected and what to do. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
