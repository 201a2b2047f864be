package dev.gumbel.vae.report;

/** Thrown where a run cannot be reported on; the message says which file and why. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReportException(String message) {
        super(message);
    }

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
