package dev.gumbel.vae.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.vae.train.TrainingControl;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What browsers cost that ask and never read: prints the resident size of the process. */
@Tag("exhaustive")
@EnabledOnOs(OS.LINUX)
class DashboardLoadTest {
    private static final int CLIENTS = 50;
    private static final int EPOCHS = 10;

    @TempDir
    private Path run;

    @Test
    void fiftyThatNeverReadTakeLittleMemory() throws IOException, InterruptedException {
        writeRun();
        try (Dashboard dashboard = Dashboard.open(0, run, new TrainingControl())) {
            int port = URI.create(dashboard.origin()).getPort();
            String cookie = "gumbel-%d=%s".formatted(port, dashboard.address().replaceFirst(".*token=", ""));
            // One that reads, so that what the first page costs is there before.
            try (Socket reader = ask(port, cookie)) {
                assertThat(reader.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
            }
            System.gc();
            long before = kilobytes();
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(ask(port, cookie));
                }
                Thread.sleep(5000);
                long after = kilobytes();
                System.out.printf("resident size without clients %d kB, with %d that never read %d kB: %.2f%n", before, CLIENTS, after,
                        (double) after / before);
                assertThat((double) after / before).isLessThan(1.3);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    /** Two megabytes of pictures, as ten epochs of the article's run leave. */
    private void writeRun() throws IOException {
        Files.writeString(run.resolve("config.json"), "{\"options\": {\"epochs\": 10}, \"data\": {\"train\": {\"images\": 100}}}");
        Files.createDirectories(run.resolve("images"));
        StringBuilder metrics = new StringBuilder();
        byte[] picture = new byte[60_000];
        new Random(1).nextBytes(picture);
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        System.arraycopy(signature, 0, picture, 0, signature.length);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            metrics.append("{\"type\":\"epoch\",\"epoch\":%d,\"trainLoss\":1.0,\"testLoss\":1.0}\n".formatted(epoch));
            for (String kind : List.of("test", "train", "samples")) {
                Files.write(run.resolve("images/epoch-%03d-%s.png".formatted(epoch, kind)), picture);
            }
        }
        Files.writeString(run.resolve("metrics.jsonl"), metrics);
    }

    private static Socket ask(int port, String cookie) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        String request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nCookie: " + cookie + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long kilobytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:")).map(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        }
    }
}
