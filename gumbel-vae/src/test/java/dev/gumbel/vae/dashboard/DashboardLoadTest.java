package dev.gumbel.vae.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.vae.train.LatentUse;
import dev.gumbel.vae.train.Latents;
import dev.gumbel.vae.train.StepMetrics;
import dev.gumbel.vae.train.TrainingControl;
import java.awt.image.BufferedImage;
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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What browsers cost that ask and never read: the greatest resident size of a process that serves them, beside that of one that serves none. Each has
 * a JVM of its own, for one that has run other tests is as large as those left it.
 */
@Tag("exhaustive")
@EnabledOnOs(OS.LINUX)
class DashboardLoadTest {
    private static final int CLIENTS = 50;
    private static final int EPOCHS = 10;
    private static final int STEPS = 3000;
    private static final int SIDE = 245;

    @TempDir
    private Path run;

    @Test
    void fiftyThatNeverReadTakeLittleMemory() throws IOException, InterruptedException {
        writeRun();
        long without = measured(0);
        long with = measured(CLIENTS);
        System.out.printf("greatest resident size without clients %d kB, with %d that never read %d kB: %.2f%n", without, CLIENTS, with,
                (double) with / without);
        assertThat((double) with / without).isLessThan(1.3);
    }

    /** Kilobytes of a process with so many clients. */
    private long measured(int clients) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                DashboardLoadTest.class.getName(), run.toString(), Integer.toString(clients)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return Long.parseLong(answer.strip());
    }

    /** The process: each epoch some ask for its page and some for the events; prints its greatest resident size in kilobytes. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int each = Integer.parseInt(arguments[1]) / EPOCHS;
        List<Socket> clients = new ArrayList<>();
        try (Dashboard dashboard = Dashboard.open(0, Path.of(arguments[0]), new TrainingControl())) {
            int port = URI.create(dashboard.origin()).getPort();
            String cookie = "gumbel-%d=%s".formatted(port, dashboard.address().replaceFirst(".*token=", ""));
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                // One reads, with or without the others.
                try (Socket reader = ask(port, cookie, "/")) {
                    reader.setSoTimeout(30_000);
                    assertThat(reader.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
                }
                for (int i = 0; i < each; i++) {
                    clients.add(ask(port, cookie, i % 2 == 0 ? "/" : "/events"));
                }
                train(dashboard, epoch);
            }
            System.out.println(kilobytes());
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** More steps than a browser's queue holds, after time to make the page. */
    private static void train(Dashboard dashboard, int epoch) throws InterruptedException {
        Thread.sleep(1000);
        for (int step = 0; step < STEPS; step++) {
            dashboard.logged(new StepMetrics("step", epoch, step, (epoch - 1L) * STEPS + step, 1, 1));
        }
        LatentUse use = new LatentUse(epoch, 0, new double[0], new double[0], new double[0], new int[0][], List.of());
        dashboard.latents(new Latents(use, 0, 0, new int[0], new float[0][]));
    }

    /** Two megabytes of pictures, as ten epochs of the article's run leave. */
    private void writeRun() throws IOException {
        Files.writeString(run.resolve("config.json"), "{\"options\": {\"epochs\": 10}, \"data\": {\"train\": {\"images\": 100}}}");
        Files.createDirectories(run.resolve("images"));
        StringBuilder metrics = new StringBuilder();
        BufferedImage picture = noise();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            metrics.append("{\"type\":\"epoch\",\"epoch\":%d,\"trainLoss\":1.0,\"testLoss\":1.0}\n".formatted(epoch));
            for (String kind : List.of("test", "train", "samples")) {
                ImageIO.write(picture, "png", run.resolve("images/epoch-%03d-%s.png".formatted(epoch, kind)).toFile());
            }
        }
        Files.writeString(run.resolve("metrics.jsonl"), metrics);
    }

    /** Which no format makes smaller. */
    private static BufferedImage noise() {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        Random random = new Random(1);
        for (int i = 0; i < SIDE * SIDE; i++) {
            picture.getRaster().setSample(i % SIDE, i / SIDE, 0, random.nextInt(256));
        }
        return picture;
    }

    private static Socket ask(int port, String cookie, String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        String request = "GET %s HTTP/1.1\r\nAccept: */*\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n".formatted(path, port, cookie);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long kilobytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:")).map(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        }
    }
}
