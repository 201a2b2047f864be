package dev.gumbel.vae.download;

/** Thrown where no mirror gave a file; the message says for each why. */
public final class DownloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DownloadException(String message) {
        super(message);
    }

    /** With what is behind it. */
    public DownloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
