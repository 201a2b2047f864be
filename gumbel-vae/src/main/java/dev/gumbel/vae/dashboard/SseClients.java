package dev.gumbel.vae.dashboard;

import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The browsers that look on. The training never waits for one: who does not keep up loses the connection, comes back, and reads everything anew. */
final class SseClients {
    private static final Logger LOG = LoggerFactory.getLogger(SseClients.class);
    private static final SseEvent END = SseEvent.create("");
    private static final int MOST_WAITING = 1000;
    private static final int MOST_STEPS = 2000;
    private static final long HEARTBEAT_SECONDS = 10;
    /** Browsers read the last data before they leave; who does not leave is left. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Set<BlockingQueue<SseEvent>> queues = ConcurrentHashMap.newKeySet();
    /** Those that the page of the last epoch does not hold yet. */
    private final Deque<SseEvent> steps = new ArrayDeque<>();
    private final Patience patience;
    private volatile boolean ended;

    SseClients(Patience patience) {
        this.patience = patience;
    }

    /** Sends an event to all. */
    void tell(String name, String data) {
        tell(SseEvent.builder().name(name).data(data).build());
    }

    private synchronized void tell(SseEvent event) {
        queues.forEach(queue -> offer(queue, event));
    }

    /** Sends an event to all, and to whoever comes before {@link #forgetSteps}. */
    synchronized void tellStep(String name, String data) {
        SseEvent event = SseEvent.builder().name(name).data(data).build();
        steps.add(event);
        if (steps.size() > MOST_STEPS) {
            steps.poll();
        }
        tell(event);
    }

    synchronized void forgetSteps() {
        steps.clear();
    }

    private static void offer(BlockingQueue<SseEvent> queue, SseEvent event) {
        if (!queue.offer(event)) {
            queue.clear();
            queue.add(END);
        }
    }

    /** Waits until all have left, though not for long. */
    void end() throws InterruptedException {
        ended = true;
        queues.forEach(queue -> offer(queue, END));
        long begin = System.nanoTime();
        while (!queues.isEmpty() && System.nanoTime() - begin < FAREWELL.toNanos()) {
            Thread.sleep(LOOK);
        }
    }

    /** Sends to one browser until it leaves or the audience ends: the state of things, the steps so far, then what happens, each once. */
    void attend(Supplier<SseSink> browser, String name, Supplier<String> state) throws InterruptedException {
        BlockingQueue<SseEvent> queue = new LinkedBlockingQueue<>(MOST_WAITING);
        SseEvent first;
        List<SseEvent> sofar;
        synchronized (this) {
            first = SseEvent.builder().name(name).data(state.get()).build();
            sofar = List.copyOf(steps);
            queues.add(queue);
        }
        try {
            SseSink sink = browser.get();
            emit(sink, first);
            sofar.forEach(step -> emit(sink, step));
            for (SseEvent event = next(queue); event != END; event = next(queue)) {
                emit(sink, event);
            }
            while (ended) {
                Thread.sleep(LOOK);
                emit(sink, SseEvent.builder().comment("the end").build());
            }
            sink.close();
        } catch (UncheckedIOException left) {
            LOG.debug("a browser has left: {}", left.toString());
        } finally {
            queues.remove(queue);
        }
    }

    private void emit(SseSink sink, SseEvent event) {
        patience.during(() -> sink.emit(event));
    }

    /** The next event; where there is none for long, a comment, which shows whether the browser is still there. */
    private SseEvent next(BlockingQueue<SseEvent> queue) throws InterruptedException {
        SseEvent event = ended ? queue.poll() : queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            return ended ? END : SseEvent.builder().comment("still here").build();
        }
        return event;
    }
}
