package dev.gumbel.vae.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gumbel.vae.train.StepMetrics;
import dev.gumbel.vae.train.TrainingControl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final TrainingControl control = new TrainingControl();

    @TempDir
    private Path run;
    private Dashboard dashboard;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(run.resolve("config.json"), "{\"options\": {}, \"data\": {}}");
        Files.writeString(run.resolve("metrics.jsonl"), "");
        dashboard = Dashboard.open(0, run, control);
    }

    @AfterEach
    void close() {
        dashboard.close();
    }

    /** As a browser that has been let in. */
    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(dashboard.origin() + "/" + path)).header("Cookie", cookie());
        return headers.length == 0 ? request : request.headers(headers);
    }

    private String cookie() {
        return "gumbel-%d=%s".formatted(URI.create(dashboard.origin()).getPort(), dashboard.address().replaceFirst(".*token=", ""));
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int post(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest post = request(path, headers).POST(HttpRequest.BodyPublishers.noBody()).build();
        return client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private String token() throws IOException, InterruptedException {
        return get("data.json").body().replaceFirst("(?s).*\"token\":\"([0-9a-f]{32})\".*", "$1");
    }

    @Test
    void listensOnThisMachineAlone() {
        assertThat(dashboard.address()).matches("http://127\\.0\\.0\\.1:\\d+/\\?token=[0-9a-f]{32}");
    }

    /** Any account of this machine reaches the port. */
    @Test
    void whoHoldsNoSecretReadsNothing() throws IOException, InterruptedException {
        int port = URI.create(dashboard.origin()).getPort();
        String wrong = cookie().substring(0, cookie().length() - 1) + "x";
        for (String cookie : List.of("none=1", wrong, "gumbel-1=" + cookie().replaceFirst(".*=", ""))) {
            for (String path : List.of("", "data.json", "events", "?token=", "?token=" + "0".repeat(32))) {
                HttpRequest get = HttpRequest.newBuilder(URI.create(dashboard.origin() + "/" + path)).header("Cookie", cookie).build();
                HttpResponse<String> answer = client.send(get, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isEqualTo(403);
                assertThat(answer.body()).startsWith("Open the address that the training printed");
            }
        }
        assertThat(statusLine(port, "127.0.0.1:" + port, wrong)).contains(" 403 ");
    }

    @Test
    void thePrintedAddressLeavesACookieAndNoSecretInTheAddress() throws IOException, InterruptedException {
        HttpResponse<String> first = client.send(
                HttpRequest.newBuilder(URI.create(dashboard.address())).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(first.headers().firstValue("Location")).hasValue("/");
        assertThat(first.headers().firstValue("Set-Cookie")).hasValue(cookie() + "; Path=/; HttpOnly; SameSite=Strict");
        assertThat(get("").body()).doesNotContain(cookie().replaceFirst(".*=", ""));
    }

    /** However many ask: to make a page takes time and memory. */
    @Test
    void thePageIsMadeOnceAnEpoch() throws IOException, InterruptedException {
        String before = get("data.json").body();
        Files.writeString(run.resolve("metrics.jsonl"), "{\"type\":\"epoch\",\"epoch\":1,\"trainLoss\":1.0,\"testLoss\":1.0}\n");
        assertThat(get("data.json").body()).isEqualTo(before);
        dashboard.epochBegins(1, 1);
        assertThat(get("data.json").body()).contains("testLoss");
    }

    @Test
    void aLateBrowserHearsTheStepsOfTheEpoch() throws IOException, InterruptedException {
        dashboard.epochBegins(1, 10);
        dashboard.logged(new StepMetrics("step", 1, 0, 0, 5, 1));
        HttpResponse<InputStream> events = client.send(
                request("events", "Accept", "text/event-stream").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.lines().filter(line -> line.startsWith("data:")).limit(2)).element(1).asString().contains("\"loss\":5.0");
        }
    }

    @Test
    void servesThePage() throws IOException, InterruptedException {
        HttpResponse<String> page = get("");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!DOCTYPE html>").contains("\"live\":{\"token\":\"", "\"state\":\"starting\"");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue("frame-ancestors 'none'");
    }

    @Test
    void aRunThatIsNotThereYetIsAskedForAgain() throws IOException, InterruptedException {
        Files.delete(run.resolve("config.json"));
        HttpResponse<String> page = get("");
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.headers().firstValue("Refresh")).hasValue("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"})
    void otherOriginsReadNothing(String origin) throws IOException, InterruptedException {
        for (String path : List.of("", "data.json", "events")) {
            assertThat(get(path, "Origin", origin).statusCode()).isEqualTo(403);
        }
        assertThat(post("control/pause", "Origin", origin, "X-Gumbel-Token", token())).isEqualTo(403);
        assertThat(control.isPaused()).isFalse();
    }

    /** A name of someone else's that has come to mean this machine. The client of the JDK sends no foreign Host. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1.evil.example:PORT"})
    void otherNamesReadNothing(String host) throws IOException {
        int port = URI.create(dashboard.origin()).getPort();
        assertThat(statusLine(port, host.replace("PORT", Integer.toString(port)), cookie())).contains(" 403 ");
    }

    @Test
    void ownNamesAreAnswered() throws IOException {
        int port = URI.create(dashboard.origin()).getPort();
        assertThat(statusLine(port, "localhost:" + port, cookie())).contains(" 200 ");
        assertThat(statusLine(port, "127.0.0.1:" + port, cookie())).contains(" 200 ");
    }

    private static String statusLine(int port, String host, String cookie) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            String request = "GET /data.json HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        }
    }

    @Test
    void ordersNeedTheToken() throws IOException, InterruptedException {
        for (String path : List.of("control/pause", "control/stop", "control/resume")) {
            assertThat(post(path)).isEqualTo(403);
            assertThat(post(path, "X-Gumbel-Token", "0".repeat(32))).isEqualTo(403);
            assertThat(get(path, "X-Gumbel-Token", token()).statusCode()).isIn(404, 405);
        }
        assertThat(control.isPaused()).isFalse();
        assertThat(control.isStopping()).isFalse();
        assertThat(post("control/pause", "X-Gumbel-Token", token(), "Origin", dashboard.origin())).isEqualTo(204);
        assertThat(control.isPaused()).isTrue();
        assertThat(post("control/resume", "X-Gumbel-Token", token())).isEqualTo(204);
        assertThat(control.isPaused()).isFalse();
        assertThat(post("control/stop", "X-Gumbel-Token", token())).isEqualTo(204);
        assertThat(control.isStopping()).isTrue();
    }

    @Test
    void eventsTellTheStateThenWhatHappensThenTheEnd() throws IOException, InterruptedException {
        HttpResponse<InputStream> events = client.send(
                request("events", "Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.ofInputStream());
        dashboard.epochBegins(1, 10);
        dashboard.logged(new StepMetrics("step", 1, 0, 0, 5, 1));
        Thread ending = Thread.ofVirtual().start(dashboard::close);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.lines().filter(line -> line.startsWith("data:")).limit(4)).containsExactly("data:starting", "data:training",
                    "data:{\"type\":\"step\",\"epoch\":1,\"batch\":0,\"step\":0,\"loss\":5.0,\"temperature\":1.0}", "data:ended");
        }
        ending.join();
    }

    @Test
    void aPortThatIsTakenIsRefused() {
        int port = URI.create(dashboard.origin()).getPort();
        assertThatExceptionOfType(DashboardException.class).isThrownBy(() -> Dashboard.open(port, run, control).close())
                .withMessage("--dashboard: cannot listen on port %d (Address already in use); name another, or 0 for any", port);
    }

    /** What it was sent would else be held for as long as it likes, a page for each epoch. */
    @Test
    void aBrowserThatTakesNothingIsLetGo() throws IOException, InterruptedException {
        String large = "x".repeat(16 << 20);
        Files.writeString(run.resolve("metrics.jsonl"), "{\"type\":\"epoch\",\"epoch\":1,\"note\":\"%s\"}\n".formatted(large));
        try (Dashboard impatient = Dashboard.open(0, run, control, Duration.ofMillis(500)); Socket socket = new Socket()) {
            int port = URI.create(impatient.origin()).getPort();
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(20_000);
            String cookie = "gumbel-%d=%s".formatted(port, impatient.address().replaceFirst(".*token=", ""));
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n".formatted(port, cookie)
                    .getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(3000);
            // Cut off: the end comes before all of it was sent.
            assertThat(socket.getInputStream().readAllBytes().length).isLessThan(16 << 20);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
