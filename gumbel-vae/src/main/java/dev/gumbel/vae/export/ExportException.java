package dev.gumbel.vae.export;

/** Thrown where a program cannot be exported; the message names the op. */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExportException(String message) {
        super(message);
    }
}
