package dev.gumbel.io;

/** Thrown where a file is not what its format demands; the message names the file and what is wrong. */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
