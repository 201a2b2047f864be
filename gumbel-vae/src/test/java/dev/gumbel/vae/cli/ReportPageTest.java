package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.gumbel.vae.Chromium;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages as a person meets them: in a browser, from the disk. */
class ReportPageTest {
    @TempDir
    private static Path place;
    private static Path soft;
    private static Path hard;
    private static Chromium chromium;

    @BeforeAll
    static void train() throws IOException {
        chromium = Chromium.start();
        Path data = IdxFiles.writeSet(place.resolve("data"), 400, 123);
        soft = place.resolve("soft <\"run\"> & more");
        hard = place.resolve("hard");
        assertThat(Cli.run("train", "--data", data.toString(), "--out", soft.toString(), "--backend", "reference", "--hidden", "16", "--latents", "4",
                "--categories", "5", "--batch-size", "10", "--log-interval", "2", "--epochs", "5").code()).isZero();
        assertThat(Cli.train(data, hard, "--hard", "--seed", "7").code()).isZero();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void nothingWasAskedOfANetworkAndNothingWentWrong() {
        assertThat(chromium.requests()).allMatch(url -> url.startsWith("file:"));
        assertThat(chromium.complaints()).isEmpty();
    }

    private static Page open(Path file, int width, boolean dark) {
        Page page = chromium.open(width, dark);
        page.navigate(file.toUri().toString());
        page.locator(".uplot").first().waitFor();
        return page;
    }

    private static Page report() {
        return open(soft.resolve("report.html"), 1280, false);
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "400, false", "400, true"})
    void fitsEveryScreenAndHindersNobody(int width, boolean dark) {
        try (Page page = open(soft.resolve("report.html"), width, dark)) {
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
            Chromium.keep(page, "report-" + width + (dark ? "-dark" : "-light"));
            assertThat(Chromium.hindrances(page)).isEmpty();
        }
    }

    @Test
    void tellsWhatARunCameTo() throws IOException {
        try (Page page = report()) {
            assertThat(page.title()).isEqualTo(soft.getFileName() + " · Gumbel");
            assertThat(page.locator("h1").textContent()).isEqualTo(soft.getFileName().toString());
            assertThat(page.locator("#curves .uplot").count()).isEqualTo(4);
            assertThat(page.locator("#numbers tbody tr").count()).isEqualTo(5);
            assertThat(page.locator("#provenance").textContent())
                    .contains("learning rate", "0.001", "reference", "images SHA-256", Runtime.version().toString(), "--latents");
            assertThat(page.locator(".column").count()).isEqualTo(4);
            assertThat(page.locator(".strip").count()).isEqualTo(4);
            assertThat(page.locator(".detail tbody tr").count()).isGreaterThan(2);
            assertThat(page.locator("main section:not(#provenance)").allInnerTexts())
                    .noneMatch(text -> text.lines().anyMatch(List.of("false", "true", "null", "undefined", "NaN")::contains));
        }
    }

    @Test
    void tellsWhoComputedAndWhatOtherVersionsDid() throws IOException {
        try (Page page = report()) {
            assertThat(page.locator("header .lead").textContent()).contains("on the backend reference, computed by Java, double.");
            assertThat(page.locator("#provenance").textContent()).contains("vectors", "processor ", ", JVM ");
        }
        Path old = copied("old");
        Files.copy(soft.resolve("metrics.jsonl"), old.resolve("metrics.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        Path config = old.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"kernels\" : ", "\"hostUntilStep\" : 60, \"kernels\" : "));
        assertThat(Cli.run("report", old.toString()).code()).isZero();
        try (Page page = open(old.resolve("report.html"), 400, false)) {
            assertThat(page.locator("header .notice").textContent()).isEqualTo("This training: kernels=host until step 60. Products were computed in "
                    + "Java up to there, and by the backend's library since: later steps may differ in bits from what they would have been.");
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(400);
        }
    }

    @Test
    void theSliderGoesThroughTheEpochsByKeys() {
        try (Page page = report()) {
            Locator picture = page.locator(".pictures .test img");
            String last = picture.getAttribute("src");
            assertThat(page.locator("output").textContent()).isEqualTo("epoch 5");
            page.locator("#epoch").focus();
            page.keyboard().press("ArrowLeft");
            assertThat(page.locator("output").textContent()).isEqualTo("epoch 4");
            assertThat(page.locator("#epoch").getAttribute("aria-valuetext")).isEqualTo("epoch 4 of 5");
            assertThat(picture.getAttribute("src")).isNotEqualTo(last);
            assertThat((Integer) picture.evaluate("image => image.naturalWidth")).isPositive();
            page.keyboard().press("Home");
            assertThat(page.locator("output").textContent()).isEqualTo("epoch 1");
        }
    }

    @Test
    void aChartTellsTheValuesUnderThePointerAndZooms() {
        try (Page page = report()) {
            Locator over = page.locator("#curves .u-over").first();
            assertThat(page.locator("#curves .u-legend").first().textContent()).doesNotContainPattern("test.*\\d\\.\\d\\d");
            over.hover();
            assertThat(page.locator("#curves .u-legend").first().textContent()).containsPattern("epoch.*\\d\\.\\d\\d.*test.*\\d\\.\\d\\d");
            double all = width(page);
            page.locator("[aria-label^='Zoom in: Loss']").click();
            assertThat(width(page)).isLessThan(0.6 * all);
            page.locator("[aria-label^='Show all: Loss']").click();
            assertThat(width(page)).isEqualTo(all);
            page.locator("text=steps").first().click();
            assertThat(page.locator("#curves .u-legend").first().textContent()).startsWith("step");
            assertThat(width(page)).isGreaterThan(100);
        }
    }

    /** How much of the axis the first chart shows. */
    private static double width(Page page) {
        return ((Number) page.evaluate("charts[0].plot.scales.x.max - charts[0].plot.scales.x.min")).doubleValue();
    }

    @Test
    void aLatentIsChosenByKeys() {
        try (Page page = report()) {
            page.locator(".glyph").nth(2).focus();
            page.keyboard().press("Enter");
            String name = page.locator(".glyph").nth(2).textContent();
            assertThat(page.locator(".glyph[aria-pressed=true]").count()).isEqualTo(1);
            assertThat(page.locator(".detail h4").textContent()).startsWith("Latent " + name + ":");
        }
    }

    @Test
    void severalRunsAreComparedOnOnePage() {
        Path file = place.resolve("both.html");
        Cli cli = Cli.run("report", soft.toString(), hard.toString(), "--out", file.toString());
        assertThat(cli.code()).isZero();
        assertThat(cli.err()).containsExactly("Look at " + file);
        for (int width : new int[] {1280, 400}) {
            try (Page page = open(file, width, width == 400)) {
                Chromium.keep(page, "comparison-" + width);
                assertThat(page.locator("header tbody tr").allTextContents()).satisfiesExactly(
                        first -> assertThat(first).contains("soft", "2020", "5 of 5"),
                        second -> assertThat(second).contains("true", "7", "2 of 2"));
                assertThat(page.locator("header thead").textContent()).contains("hard", "seed", "hidden", "latents").doesNotContain("learning rate");
                assertThat(page.locator("header .notice").textContent()).isEqualTo("Their losses cannot be compared. "
                        + "The runs were tested with different samples, soft and one-hot.");
                assertThat(page.locator("#provenance .scroll").first().textContent()).contains("hard", "seed").doesNotContain("batch size");
                assertThat(page.locator(".pictures img").count()).isEqualTo(2);
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
                assertThat(Chromium.hindrances(page)).isEmpty();
            }
        }
    }

    /** The losses of --learning-rate 100. */
    @ParameterizedTest
    @CsvSource({"1280, false", "400, true"})
    void aTrainingThatBlewUpSaysSoAndItsLabelsFit(int width, boolean dark) throws IOException {
        Path wild = copied("wild");
        List<String> lines = Files.readAllLines(soft.resolve("metrics.jsonl"));
        Files.write(wild.resolve("metrics.jsonl"), lines.stream().map(line -> line.contains("\"epoch\":1,") ? line
                : line.replaceAll("(oss|truction|Kl)\":[0-9.E]+", "$1\":1234567890.5")).toList());
        assertThat(Cli.run("report", wild.toString()).code()).isZero();
        try (Page page = open(wild.resolve("report.html"), width, dark)) {
            assertThat(page.locator("header .notice").textContent()).startsWith("This training blew up. "
                    + "It ends at a loss of 1.23e9 nats; it began with ");
            page.locator(".choice >> text=logarithmic").click();
            Chromium.keep(page, "diverged-" + width);
            // Lines of a grid that lie closer than this are a grey band.
            assertThat(((Number) page.evaluate("Math.min(...charts.map(({plot}) => { const y = plot.axes[1].grid"
                    + ".filter(plot, plot.axes[1]._splits).filter(split => split > 0).map(split => plot.valToPos(split, 'y')); "
                    + "return Math.min(...y.slice(1).map((at, i) => y[i] - at)); }))")).doubleValue()).isGreaterThan(4);
            assertThat((Boolean) page.evaluate("charts[0].plot.scales.y.distr === 3 && charts[0].plot.axes[1]._size >= 46")).isTrue();
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        }
        try (Page page = report()) {
            assertThat(page.locator("header .notice").count()).isZero();
        }
    }

    private static Path copied(String name) throws IOException {
        Path copy = place.resolve(name);
        Files.createDirectories(copy);
        Files.copy(soft.resolve("config.json"), copy.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    @Test
    void oneEpochIsDrawnAsPointsAndOneLatentIsOneChoice() throws IOException {
        Path one = place.resolve("one");
        assertThat(Cli.train(place.resolve("data"), one, "--epochs", "1", "--latents", "1").code()).isZero();
        try (Page page = open(one.resolve("report.html"), 400, false)) {
            Chromium.keep(page, "one-epoch");
            assertThat(page.locator("header .lead").textContent()).contains("makes 1 choice among 3 categories", "trained for 1 epoch (");
            assertThat((Boolean) page.evaluate("charts.every(chart => chart.plot.scales.x.max - chart.plot.scales.x.min <= 2"
                    + " && chart.plot.series.slice(1).every(line => line.points.show !== false || line.dash == null))")).isTrue();
        }
    }

    /** As a process leaves it that was ended while it wrote: without latents, the last line cut short. */
    @Test
    void aRunThatWasEndedHalfWayIsReadAllTheSame() throws IOException {
        Path ended = place.resolve("ended");
        Files.createDirectories(ended.resolve("images"));
        Files.copy(soft.resolve("config.json"), ended.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
        List<String> lines = Files.readAllLines(soft.resolve("metrics.jsonl"));
        for (int whole : new int[] {0, 1, 30}) {
            String text = String.join("\n", lines.subList(0, whole)) + (whole == 0 ? "" : "\n") + lines.get(whole).substring(0, 20);
            Files.writeString(ended.resolve("metrics.jsonl"), text);
            assertThat(Cli.run("report", ended.toString()).code()).isZero();
            try (Page page = chromium.open(1280, false)) {
                page.navigate(ended.resolve("report.html").toUri().toString());
                assertThat(page.locator("header").textContent()).contains("So far %d of 5 epochs".formatted(whole == 30 ? 1 : 0));
                assertThat(page.locator("#latents").textContent()).contains("when the first epoch ends");
                assertThat(page.locator("#curves .plot").count()).isEqualTo(4);
            }
        }
    }
}
