package dev.gumbel.vae.download;

import dev.gumbel.io.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the files of a set into a folder, from its mirrors in turn. What breaks off goes on where it stopped, in this run or the next; what has the
 * wrong checksum is deleted; a file under its own name is always whole.
 */
public final class Downloader {
    private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);
    private static final int TRIES = 20;
    private static final Duration TICK = Duration.ofMillis(100);

    private final Duration connect;
    private final Duration stall;
    private final DownloadListener listener;

    /** Gives up after 5 seconds in which no mirror answers, leaves a mirror that sends nothing for 10. */
    public Downloader(DownloadListener listener) {
        this(Duration.ofSeconds(5), Duration.ofSeconds(10), listener);
    }

    Downloader(Duration connect, Duration stall, DownloadListener listener) {
        this.connect = connect;
        this.stall = stall;
        this.listener = listener;
    }

    /**
     * Fetches what of the set the folder lacks. One process at a time; others wait and then find it done.
     *
     * @throws DownloadException if a file cannot be had, or the folder cannot be written
     */
    public void fetch(RemoteSet set, Path folder) {
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock();
                    HttpClient client = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NORMAL).build()) {
                try {
                    fetchMissing(set, folder, client);
                } finally {
                    // What still hangs in a request must not be waited for.
                    client.shutdownNow();
                }
            }
        } catch (IOException failure) {
            throw new DownloadException("%s cannot be fetched: %s: %s".formatted(set.title(), folder, why(failure)), failure);
        }
    }

    private void fetchMissing(RemoteSet set, Path folder, HttpClient client) throws IOException {
        Duration patience = connect.dividedBy(set.mirrors().size());
        // The mirror that served last is asked first.
        Deque<URI> mirrors = new ArrayDeque<>(set.mirrors());
        for (RemoteFile file : set.files()) {
            if (!file.matches(folder.resolve(file.name()))) {
                List<String> refusals = new ArrayList<>();
                for (Optional<String> refusal = tryMirror(client, mirrors.getFirst(), file, folder, patience); refusal.isPresent();
                        refusal = tryMirror(client, mirrors.getFirst(), file, folder, patience)) {
                    refusals.add(mirrors.getFirst().getHost() + ": " + refusal.get());
                    mirrors.addLast(mirrors.removeFirst());
                    if (refusals.size() == mirrors.size()) {
                        throw new DownloadException("%s of %s cannot be fetched from %s".formatted(
                                file.name(), set.title(), String.join(", nor from ", refusals)));
                    }
                }
            }
        }
    }

    /** Asks one mirror again as long as that leads further; the reason why the file did not come, nothing if it did. */
    private Optional<String> tryMirror(HttpClient client, URI mirror, RemoteFile file, Path folder, Duration patience) throws IOException {
        Path part = folder.resolve(file.name() + ".part");
        for (int tries = 1;; tries++) {
            Attempt attempt = new Attempt(client, mirror.resolve(file.name()), part, file.mostBytes());
            Optional<String> failure = run(attempt, patience);
            boolean goOn = attempt.ledFurther();
            if (failure.isEmpty()) {
                if (file.matches(part)) {
                    Files.move(part, folder.resolve(file.name()), StandardCopyOption.REPLACE_EXISTING);
                    return failure;
                }
                Files.delete(part);
                failure = Optional.of("sends another file under this name (its SHA-256 is not %s)".formatted(file.sha256()));
                // Two halves, of two mirrors that packed it differently, say, or of two days, do not make one file.
                goOn = attempt.resumed();
            }
            LOG.debug("{}, try {}: {}", attempt.address(), tries, failure.get());
            if (!goOn || tries == TRIES) {
                return failure;
            }
        }
    }

    private Optional<String> run(Attempt attempt, Duration patience) {
        listener.begins(attempt.address());
        try {
            watch(attempt, patience);
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of(why(failure));
        } finally {
            listener.ends();
        }
    }

    private static String why(IOException failure) {
        if (failure instanceof ConnectException) {
            return "no connection";
        }
        return Reason.of(failure);
    }

    /** Waits for an attempt as long as it goes forward. */
    private void watch(Attempt attempt, Duration patience) throws IOException {
        FutureTask<Void> task = new FutureTask<>(attempt);
        Thread thread = Thread.ofVirtual().start(task);
        long bytes = 0;
        long since = System.nanoTime();
        while (!ends(task, thread)) {
            listener.receives(attempt.bytes(), attempt.total());
            if (attempt.bytes() != bytes) {
                bytes = attempt.bytes();
                since = System.nanoTime();
            }
            Duration limit = attempt.answered() ? stall : patience;
            if (System.nanoTime() - since > limit.toNanos()) {
                stop(thread);
                throw new IOException("%s within %s s".formatted(attempt.answered() ? "sent nothing" : "no answer", limit.toMillis() / 1000.0));
            }
        }
    }

    /** Whether the task has ended within a tick; its failure is thrown. */
    private static boolean ends(FutureTask<Void> task, Thread thread) throws IOException {
        try {
            task.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException cause ? cause : new IOException(failure.getCause());
        } catch (InterruptedException interrupted) {
            stop(thread);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** Ends a thread that writes a file another one may write next; one that hangs in a name lookup writes nothing and is left alone. */
    private static void stop(Thread thread) {
        thread.interrupt();
        try {
            thread.join(TICK.multipliedBy(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
