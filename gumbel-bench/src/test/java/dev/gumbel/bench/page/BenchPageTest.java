package dev.gumbel.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import dev.gumbel.bench.result.Examples;
import dev.gumbel.bench.result.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as a person meets it: in a browser, from the disk. */
class BenchPageTest {
    private static final List<String> COMPLAINTS = new ArrayList<>();
    private static final List<String> REQUESTS = new ArrayList<>();

    @TempDir
    private static Path place;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void write() throws IOException {
        Optional<Path> executable = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").map(Path::of)
                .filter(Files::isExecutable).findFirst();
        assumeTrue(executable.isPresent(), "skipped: no Chromium on this machine; install the package chromium");
        // Playwright would otherwise fetch a browser of its own.
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable.orElseThrow()).setChromiumSandbox(false)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")));
        Files.writeString(place.resolve("bench.html"), BenchPage.of(Examples.whole(List.of(1, 2))));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @AfterEach
    void nothingWasAskedOfANetworkAndNothingWentWrong() {
        assertThat(REQUESTS).allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
        assertThat(COMPLAINTS).isEmpty();
    }

    private static Page open(int width, boolean dark) {
        return open("bench.html", width, dark);
    }

    private static Page open(String file, int width, boolean dark) {
        Page page = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 900)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)).newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                COMPLAINTS.add(message.text());
            }
        });
        page.onPageError(COMPLAINTS::add);
        page.onRequest(request -> REQUESTS.add(request.url()));
        page.navigate(place.resolve(file).toUri().toString());
        page.locator("#sizes svg").last().waitFor();
        return page;
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "400, false", "400, true"})
    void fitsEveryScreenAndHindersNobody(int width, boolean dark) {
        try (Page page = open(width, dark)) {
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
                    .setPath(Path.of("target", "screenshots", "bench-" + width + (dark ? "-dark" : "-light") + ".png")));
            assertThat(new AxeBuilder(page).analyze().getViolations()).filteredOn(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                    .extracting(rule -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml()).isEmpty();
        }
    }

    @Test
    void makesNoHeadlineOfABusyMachine() throws IOException {
        Results quiet = Examples.whole(List.of(1));
        Results.Machine machine = new Results.Machine("An example, 2 cores", 2, 512, 16L << 30, "Linux", "25", "1 thread on core 1", 30, 31);
        Results busy = new Results(quiet.gumbel(), quiet.date(), machine, quiet.plan(), quiet.subjects(), quiet.measurements(), quiet.curves());
        Files.writeString(place.resolve("busy.html"), BenchPage.of(busy));
        try (Page page = open("busy.html", 400, false)) {
            assertThat(page.locator("h1").textContent()).isEqualTo("Measured on a busy machine");
            assertThat(page.locator(".busy").textContent()).contains("the load was 30.0 on 2 cores");
            assertThat(page.locator(".figures").count()).isZero();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", "bench-busy.png")));
        }
    }

    @Test
    void tellsAStrangerWhatWasMeasured() {
        try (Page page = open(1280, false)) {
            assertThat(page.locator("h1").textContent()).matches("A training step of 100 images takes .* on java");
            assertThat(page.locator(".figures div").count()).isEqualTo(5);
            assertThat(page.locator("#train figure").count()).isEqualTo(6);
            assertThat(page.locator("#train details").first().textContent()).contains("djl/fused", "samediff-user", "nd4j-floor",
                    "of djl-floor", "library 256/512");
            assertThat(page.locator("#who").textContent()).contains("Computed by Somebody 1.2; its JVMs use 256-bit vectors");
            assertThat(page.locator("#learning svg").count()).isEqualTo(1);
            page.locator("#others > details > summary").first().click();
            page.locator("#others svg").first().waitFor();
            assertThat(page.locator("#method").textContent()).contains("An example, 2 cores, 512-bit vectors", "16 GiB",
                    "gumbel bench", "-XX:+UseSerialGC",
                    "JVM flags of djl-user, samediff-user, nd4j-user", "--enable-native-access=ALL-UNNAMED");
        }
    }
}
