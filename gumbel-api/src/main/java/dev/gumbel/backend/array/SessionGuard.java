package dev.gumbel.backend.array;

/** Whether a session may be used: by the thread that opened it, until it is closed. */
public final class SessionGuard {
    private final Thread owner = Thread.currentThread();
    private boolean closed;

    /**
     * Checks that this thread may use the session.
     *
     * @throws IllegalStateException if it is another thread's, or closed
     */
    public void requireUsable() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a session is confined to the thread that opened it, %s; this is %s".formatted(
                    owner.getName(), Thread.currentThread().getName()));
        }
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }

    /** Closes the session for use; whether it was open. */
    public boolean close() {
        if (closed) {
            return false;
        }
        requireUsable();
        closed = true;
        return true;
    }
}
