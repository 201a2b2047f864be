package dev.gumbel.vae.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.gumbel.vae.Chromium;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is watched and held by browsers. */
class DashboardPageTest {
    private static final String STATUS = ".live [role=status]";

    @TempDir
    private Path place;

    /** On a busy machine an epoch takes its time. */
    @BeforeAll
    static void bePatient() {
        setDefaultAssertionTimeout(60_000);
    }

    @Test
    void browsersFollowARunAndHoldIt() throws Exception {
        try (Chromium chromium = Chromium.start()) {
            int port = freePort();
            Path run = place.resolve("run");
            Path data = IdxFiles.writeSet(place.resolve("data"), 2000, 100);
            StringWriter told = new StringWriter();
            CompletableFuture<Integer> training = CompletableFuture.supplyAsync(() -> Main.run(
                    new PrintWriter(new StringWriter(), true), new PrintWriter(told, true), "train", "--data",
                    data.toString(), "--out", run.toString(),
                    "--backend", "reference", "--hidden", "8", "--latents", "3", "--categories", "4", "--batch-size", "10", "--epochs", "10000",
                    "--dashboard", Integer.toString(port)));
            String origin = "http://127.0.0.1:" + port + "/";
            awaitReport(run, training);
            String address = told.toString().lines().filter(line -> line.startsWith("Look on at ")).findFirst().orElseThrow().substring(11);
            assertThat(address).startsWith(origin);
            try (Page first = chromium.open(1280, false); Page second = chromium.open(400, true)) {
                first.navigate(address);
                second.navigate(address);
                assertThat(second.locator(STATUS)).containsText("Training, epoch");
                followedAndPaused(first, second);
                Chromium.keep(first, "dashboard-1280-light");
                Chromium.keep(second, "dashboard-400-dark");
                assertThat(Chromium.hindrances(first)).isEmpty();
                assertThat(Chromium.hindrances(second)).isEmpty();
                resumedAndStopped(first, second);
                training.get(30, TimeUnit.SECONDS);
                int epochs = epochs(run);
                assertThat(first.locator("#numbers tbody tr")).hasCount(epochs);
                assertThat(second.locator("#numbers tbody tr")).hasCount(epochs);
            }
            assertThat(training.get(30, TimeUnit.SECONDS)).isZero();
            assertThat(run.resolve("report.html")).isNotEmptyFile();
            assertThat(run.resolve("weights.safetensors")).isNotEmptyFile();
            assertThat(chromium.requests()).allMatch(url -> url.startsWith(origin));
            assertThat(chromium.complaints()).isEmpty();
        }
    }

    /** Steps arrive of themselves; once one browser pauses, both know, and no step comes any more. */
    private static void followedAndPaused(Page first, Page second) {
        int steps = steps(first);
        first.waitForCondition(() -> steps(first) > steps + 3);
        first.locator("[data-action=pause]").click();
        assertThat(first.locator(STATUS)).containsText("Paused");
        assertThat(second.locator(STATUS)).containsText("Paused");
        assertThat(first.locator("[data-action=pause]")).isDisabled();
        first.waitForTimeout(500);
        int paused = steps(first);
        first.waitForTimeout(500);
        assertThat(steps(first)).isEqualTo(paused);
    }

    /** Each browser may, one that has just come back too. */
    private static void resumedAndStopped(Page first, Page second) {
        second.reload();
        assertThat(second.locator(STATUS)).containsText("Paused");
        second.locator("[data-action=resume]").click();
        assertThat(first.locator(STATUS)).containsText("Training");
        first.locator("[data-action=stop]").click();
        assertThat(second.locator(STATUS)).containsText("Ended");
        assertThat(first.locator(STATUS)).containsText("Ended");
    }

    private static void awaitReport(Path run, CompletableFuture<Integer> training) throws InterruptedException {
        while (!Files.exists(run.resolve("report.html")) && !training.isDone()) {
            Thread.sleep(20);
        }
    }

    private static int epochs(Path run) throws IOException {
        return (int) Files.readAllLines(run.resolve("metrics.jsonl")).stream().filter(line -> line.contains("testLoss")).count();
    }

    private static int steps(Page page) {
        return (Integer) page.evaluate("content.runs[0].steps.step.length");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
