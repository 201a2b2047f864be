package dev.gumbel.vae.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.sse.SseSink;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SseClientsTest {
    private static final int STEPS = 1000;

    /** A browser's end of the connection. */
    private record Sink(Consumer<SseEvent> taking) implements SseSink {
        @Override
        public SseSink emit(SseEvent event) {
            taking.accept(event);
            return this;
        }

        @Override
        public void close() {}
    }

    private static Thread attends(SseClients audience, Consumer<SseEvent> taking) {
        return Thread.ofVirtual().start(() -> {
            try {
                audience.attend(() -> new Sink(taking), "state", () -> "training");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** As the JDK's socket of a virtual thread that is interrupted. */
    private static void takeNothing(SseEvent event) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            throw new UncheckedIOException(new SocketException("Closed by interrupt"));
        }
    }

    @Test
    @Timeout(30)
    void aBrowserThatTakesNoEventIsLetGo() throws InterruptedException {
        try (Patience patience = new Patience(Duration.ofMillis(200))) {
            attends(new SseClients(patience), SseClientsTest::takeNothing).join();
        }
    }

    /** Whenever it comes: those since the epoch began, then the others. */
    @Test
    @Timeout(60)
    void aBrowserHearsOfEachStepOnce() throws InterruptedException {
        try (Patience patience = new Patience(Duration.ofSeconds(30))) {
            SseClients audience = new SseClients(patience);
            List<BlockingQueue<String>> heard = Stream.generate(() -> (BlockingQueue<String>) new LinkedBlockingQueue<String>()).limit(20).toList();
            for (int step = 0; step < STEPS; step++) {
                if (step % 50 == 0) {
                    BlockingQueue<String> one = heard.get(step / 50);
                    attends(audience, event -> one.add(String.valueOf(event.data())));
                }
                audience.tellStep("step", Integer.toString(step));
                Thread.yield();
            }
            List<String> all = Stream.concat(Stream.of("training"), IntStream.range(0, STEPS).mapToObj(Integer::toString)).toList();
            for (BlockingQueue<String> one : heard) {
                for (String event : all) {
                    assertThat(one.take()).isEqualTo(event);
                }
            }
            Thread.sleep(100);
            assertThat(heard).allMatch(BlockingQueue::isEmpty);
        }
    }
}
