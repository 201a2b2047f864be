package dev.gumbel.backend.array;

/** Whether a session may be used: by the thread that opened it, until it is closed. */
public final class SessionGuard {
    private final Thread owner = Thread.currentThread();
    private boolean closed;
    private String failure = "";

    /**
     * Checks that this thread may use the session.
     *
     * @throws IllegalStateException if it is another thread's, closed, or broken
     */
    public void requireUsable() {
        requireOwner();
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        if (!failure.isEmpty()) {
            throw new IllegalStateException("the session cannot be used any more: " + failure);
        }
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a session is confined to the thread that opened it, %s; this is %s".formatted(
                    owner.getName(), Thread.currentThread().getName()));
        }
    }

    /** Nothing but closing is allowed from now on. */
    void fail(String why) {
        failure = why;
    }

    /** Closes the session for use; whether it was open. */
    public boolean close() {
        if (closed) {
            return false;
        }
        requireOwner();
        closed = true;
        return true;
    }
}
