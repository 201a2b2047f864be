package dev.gumbel.vae.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request for a file, or for what is missing of it; runs on a thread of its own, so that who waits can give up. */
final class Attempt implements Callable<Void> {
    private static final Pattern RANGE_START = Pattern.compile("bytes (\\d+)-.*");
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int CHUNK = 1 << 16;

    private final HttpClient client;
    private final URI address;
    private final Path part;
    private final long most;
    private volatile boolean answered;
    private volatile boolean rangeRefused;
    private volatile long start;
    private volatile long bytes;
    private volatile long total;

    /**
     * A request not yet sent.
     *
     * @param part receives the bytes; those it holds already are not asked for again
     * @param most the bytes the file can have
     */
    Attempt(HttpClient client, URI address, Path part, long most) {
        this.client = client;
        this.address = address;
        this.part = part;
        this.most = most;
    }

    @Override
    public Void call() throws IOException, InterruptedException {
        long present = Files.exists(part) ? Files.size(part) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (present > 0) {
            request.header("Range", "bytes=" + present + "-");
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            answered = true;
            start = start(response, present);
            bytes = start;
            total = start + response.headers().firstValueAsLong("Content-Length").orElse(-start);
            receive(body);
        }
        return null;
    }

    /** Where what the server sends belongs. */
    private long start(HttpResponse<?> response, long present) throws IOException {
        int status = response.statusCode();
        if (status == OK) {
            return 0;
        }
        if (status == PARTIAL || status == RANGE_NOT_SATISFIABLE) {
            Matcher range = RANGE_START.matcher(response.headers().firstValue("Content-Range").orElse(""));
            if (status == PARTIAL && range.matches() && range.group(1).equals(Long.toString(present))) {
                return present;
            }
            Files.deleteIfExists(part);
            rangeRefused = true;
        }
        throw new IOException("answered with status " + status);
    }

    private void receive(InputStream body) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.truncate(start).position(start);
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                if (bytes + read > most) {
                    file.truncate(0);
                    bytes = start;
                    throw new IOException("sends more than the %d bytes the file can have".formatted(most));
                }
                file.write(ByteBuffer.wrap(chunk, 0, read));
                bytes += read;
            }
        }
    }

    URI address() {
        return address;
    }

    /** Whether the server went on where an earlier attempt had stopped. */
    boolean resumed() {
        return start > 0;
    }

    /** Whether another attempt would begin further on, or without what hindered this one. */
    boolean ledFurther() {
        return bytes > start || rangeRefused;
    }

    /** Whether the server has answered. */
    boolean answered() {
        return answered;
    }

    /** The bytes of the file on the disk. */
    long bytes() {
        return bytes;
    }

    /** The bytes of the whole file as the server says, 0 where it does not. */
    long total() {
        return total;
    }
}
