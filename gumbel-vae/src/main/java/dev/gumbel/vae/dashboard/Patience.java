package dev.gumbel.vae.dashboard;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * How long a browser may take for what it is sent at once. One that never reads would else hold what it was sent for ever, each a page of another
 * epoch. The writing threads are virtual ones: where one is interrupted that waits for its socket, the JDK closes the socket.
 */
final class Patience implements AutoCloseable {
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("dashboard-patience").factory());
    private final Duration most;

    Patience(Duration most) {
        this.most = most;
        // Else each of thousands of events would be remembered for that long.
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Writes to a browser; its connection is closed if it takes too long. */
    void during(Runnable writing) {
        Thread writer = Thread.currentThread();
        Future<?> end = clock.schedule(writer::interrupt, most.toMillis(), TimeUnit.MILLISECONDS);
        try {
            writing.run();
        } finally {
            end.cancel(false);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
