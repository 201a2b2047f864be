package dev.gumbel.lanes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share short tasks, the caller among them. Between tasks they spin for a while, since waking one takes longer than a small product. Not
 * thread-safe.
 */
final class Team implements AutoCloseable {
    private static final long SPIN_NANOS = 50_000;
    private static final IntConsumer END = member -> { };

    private final Thread[] helpers;
    private final AtomicInteger busy = new AtomicInteger();
    private IntConsumer task = END;
    private volatile @Nullable Throwable failure;
    /** Written after the task, read before it. */
    private volatile long round;

    Team(int size) {
        helpers = new Thread[size - 1];
        for (int i = 0; i < helpers.length; i++) {
            int member = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name("gumbel-products-" + member).start(() -> work(member));
        }
    }

    /** Runs the task once for each member's number, and returns when all are done. */
    void run(IntConsumer shared) {
        begin(shared);
        try {
            shared.accept(0);
        } finally {
            while (busy.get() > 0) {
                Thread.onSpinWait();
            }
        }
        if (failure != null) {
            throw new IllegalStateException("a thread of the team has failed", failure);
        }
    }

    private void begin(IntConsumer next) {
        task = next;
        busy.set(helpers.length);
        round++;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    private void work(int member) {
        for (long last = 0; ; last++) {
            await(last);
            IntConsumer next = task;
            if (next == END) {
                return;
            }
            try {
                next.accept(member);
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            } finally {
                busy.decrementAndGet();
            }
        }
    }

    private void await(long last) {
        long began = System.nanoTime();
        while (round == last) {
            if (System.nanoTime() - began < SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }

    @Override
    public void close() {
        begin(END);
    }
}
