package dev.gumbel.vae.dashboard;

/** Thrown where the dashboard cannot be opened; the message says why. */
public final class DashboardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DashboardException(String message, Throwable cause) {
        super(message, cause);
    }
}
