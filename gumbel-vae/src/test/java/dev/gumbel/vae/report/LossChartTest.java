package dev.gumbel.vae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gumbel.vae.train.EpochMetrics;
import dev.gumbel.vae.train.Pictures;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.StepMetrics;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossChartTest {
    private static final int TEST_COLOUR = 0xC2410C;
    private static final int TRAIN_COLOUR = 0x1D4ED8;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void needsFonts() {
        assumeTrue(hasFonts(), "skipped: this machine has no fonts");
    }

    private static boolean hasFonts() {
        try {
            new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics().getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            return true;
        } catch (RuntimeException | InternalError | LinkageError none) {
            return false;
        }
    }

    @Test
    void showsTheLossesOfEachEpochSoFar() throws IOException {
        try (RunFolder folder = RunFolder.create(temporary.resolve("run"), Map.of())) {
            LossChart chart = new LossChart(folder);
            epoch(chart, 1, 200, 150);
            BufferedImage first = read(folder);
            epoch(chart, 2, 120, 110);
            BufferedImage second = read(folder);
            assertThat(first.getWidth()).isEqualTo(1400);
            for (int colour : new int[] {TEST_COLOUR, TRAIN_COLOUR}) {
                // A point each, and later a line between two.
                assertThat(count(first, colour)).isGreaterThan(50);
                assertThat(count(second, colour)).isGreaterThan(count(first, colour) + 500);
            }
        }
    }

    private static void epoch(LossChart chart, int epoch, double train, double test) {
        chart.epochBegins(epoch, 10);
        for (int batch = 0; batch < 10; batch++) {
            chart.logged(new StepMetrics("step", epoch, batch, (epoch - 1) * 10L + batch, train + 10 - batch, 1));
        }
        chart.epoch(new EpochMetrics("epoch", epoch, train, train, 0, test, test, 0, 1, 1, null, null));
        chart.pictures(new Pictures(epoch, 1, 1, new float[0][], new float[0][], new float[0][], new float[0][]));
    }

    private static BufferedImage read(RunFolder folder) throws IOException {
        return ImageIO.read(folder.path().resolve("losses.png").toFile());
    }

    private static long count(BufferedImage image, int colour) {
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .filter(i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xFFFFFF) == colour).count();
    }
}
