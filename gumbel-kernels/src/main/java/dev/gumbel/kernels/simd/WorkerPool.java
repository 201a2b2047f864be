package dev.gumbel.kernels.simd;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share short tasks, the caller among them. Each takes the next part that nobody has, so a thread that the system has put aside costs no
 * more than the part it holds. Between tasks they spin for a while, since waking one takes longer than a small product. Not thread-safe.
 */
public final class WorkerPool implements AutoCloseable {
    /** Threads, if nobody says how many: a step of training cannot feed more. */
    public static final int MOST = 8;
    private static final long SPIN_NANOS = 50_000;
    private static final int SPINS = 1000;

    private final Thread[] helpers;
    private final AtomicInteger done = new AtomicInteger();
    /** The number of the task above, parts of it that nobody has taken below. Written after the task, read before it. */
    private final AtomicLong open = new AtomicLong();
    private Task task = (member, part) -> { };
    private final Task blockTask = this::runBlock;
    private Block block = (member, first, count) -> { };
    private long items;
    private int blockSize;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    /** Work in parts. */
    @FunctionalInterface
    public interface Task {
        /** Does a part; no other part is done under this member's number at the same time. */
        void run(int member, int part);
    }

    /** Work on neighbouring items: elements, rows or columns. */
    @FunctionalInterface
    public interface Block {
        /** Does {@code count} items; nothing else is done under this member's number at the same time. */
        void run(int member, long first, int count);
    }

    private WorkerPool(int size) {
        helpers = new Thread[size - 1];
        for (int i = 0; i < helpers.length; i++) {
            int member = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name("gumbel-" + member).start(() -> help(member));
        }
    }

    /**
     * A pool.
     *
     * @param threads how many, the caller among them; 0 for one for each processor, at most {@link #MOST}
     */
    public static WorkerPool of(int threads) {
        return new WorkerPool(threads(threads));
    }

    /** How many threads a pool has of which so many are asked for. */
    public static int threads(int asked) {
        return asked > 0 ? asked : Math.min(MOST, Runtime.getRuntime().availableProcessors());
    }

    /** How many threads, the caller among them. */
    public int size() {
        return helpers.length + 1;
    }

    /** What each thread has for itself, by its number as a member. */
    public <T> List<T> each(IntFunction<T> make) {
        return IntStream.range(0, size()).mapToObj(make).toList();
    }

    /** Does all items, in blocks whose size does not depend on the number of threads; returns when all are done. */
    public void run(long count, int size, Block work) {
        items = count;
        blockSize = size;
        block = work;
        run(Math.toIntExact(Math.ceilDiv(count, size)), blockTask);
    }

    private void runBlock(int member, int number) {
        long first = (long) number * blockSize;
        block.run(member, first, (int) Math.min(blockSize, items - first));
    }

    /** Does a task of so many parts; returns when all are done. */
    public void run(int parts, Task shared) {
        if (helpers.length == 0 || parts == 1) {
            runAlone(parts, shared);
            return;
        }
        task = shared;
        done.set(0);
        open.set((open.get() >>> Integer.SIZE) + 1 << Integer.SIZE | parts);
        for (int i = 0; i < helpers.length && i < parts - 1; i++) {
            LockSupport.unpark(helpers[i]);
        }
        work(0);
        for (int spins = 0; done.get() < parts; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        rethrow();
    }

    /** What a part has thrown, as if there were one thread. */
    private void rethrow() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    /** The same, or on the caller's thread alone. */
    void run(int parts, Task task, boolean shared) {
        if (shared) {
            run(parts, task);
        } else {
            runAlone(parts, task);
        }
    }

    private static void runAlone(int parts, Task task) {
        for (int part = 0; part < parts; part++) {
            task.run(0, part);
        }
    }

    private void work(int member) {
        for (int part = take(); part >= 0; part = take()) {
            try {
                task.run(member, part);
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            } finally {
                done.incrementAndGet();
            }
        }
    }

    /** A part that nobody else has, or -1. */
    private int take() {
        while (true) {
            long seen = open.get();
            if ((int) seen == 0) {
                return -1;
            }
            if (open.compareAndSet(seen, seen - 1)) {
                return (int) seen - 1;
            }
        }
    }

    private void help(int member) {
        long idleSince = System.nanoTime();
        while (!closed) {
            if ((int) open.get() > 0) {
                work(member);
                idleSince = System.nanoTime();
            } else if (System.nanoTime() - idleSince < SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
