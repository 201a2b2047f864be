package dev.gumbel.vae.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mirror on this machine that answers as it is told, byte by byte if need be, and remembers what it was asked. */
public final class MirrorServer implements AutoCloseable {
    /** What is asked for; {@code from} is the first byte wanted, 0 without a range. */
    public record Request(String path, int from) {}

    /** Writes a whole response, head and body, or less. */
    @FunctionalInterface
    public interface Answer {
        void give(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public MirrorServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers so whatever is asked for by a path that ends so. */
    public MirrorServer answer(String end, Answer answer) {
        answers.put(end, answer);
        return this;
    }

    /** Answers whatever is asked for. */
    public MirrorServer answer(Answer answer) {
        return answer("", answer);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/files/");
    }

    /** What it was asked so far. */
    public List<Request> requests() {
        return requests;
    }

    /** All of a file, or the rest of it, as a good server sends it. */
    public static Answer file(byte[] content) {
        return (request, out) -> send(out, request.from(), content, content.length);
    }

    /** A good beginning of an answer, broken off before a byte of the file. */
    public static Answer breaksOffAt(int end, byte[] content) {
        return (request, out) -> send(out, request.from(), content, end);
    }

    /** Nothing but a head. */
    public static Answer status(String status, String... headers) {
        return (request, out) -> {
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n" + lines + "\r\n").getBytes(StandardCharsets.US_ASCII));
        };
    }

    /** A head that promises so many bytes, then the bytes. */
    public static void respond(OutputStream out, String status, long promised, String more, byte[] body, int start, int end) throws IOException {
        String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + promised + "\r\n" + more + "\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body, start, Math.max(0, end - start));
        out.flush();
    }

    private static void send(OutputStream out, int from, byte[] content, int end) throws IOException {
        String range = "Content-Range: bytes %d-%d/%d\r\n".formatted(from, content.length - 1, content.length);
        respond(out, from == 0 ? "200 OK" : "206 Partial Content", content.length - from, from == 0 ? "" : range, content, from,
                Math.min(end, content.length));
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            String path = reader.readLine().split(" ")[1];
            int from = 0;
            for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("range: bytes=")) {
                    from = Integer.parseInt(line.substring("range: bytes=".length(), line.length() - 1));
                }
            }
            Request request = new Request(path, from);
            requests.add(request);
            answers.entrySet().stream().filter(entry -> path.endsWith(entry.getKey()))
                    .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                    .map(Map.Entry::getValue).orElse(status("404 Not Found")).give(request, client.getOutputStream());
            client.getOutputStream().flush();
        } catch (IOException goneAway) {
            // The other side has given up, which is its right.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
