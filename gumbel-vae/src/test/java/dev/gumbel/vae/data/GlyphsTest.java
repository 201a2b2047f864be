package dev.gumbel.vae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlyphsTest {
    private static final int PIXELS = 28 * 28;

    @Test
    void anImageIsAFunctionOfItsNumberAlone() {
        ImageSet some = Glyphs.draw(0, 8);
        ImageSet later = Glyphs.draw(5, 3);
        assertThat(later.pixels()).containsExactly(Arrays.copyOfRange(some.pixels(), 5 * PIXELS, 8 * PIXELS));
        assertThat(later.labels()).containsExactly(Arrays.copyOfRange(some.labels(), 5, 8));
    }

    @Test
    void theSetsAreAsLargeAsAskedAndDoNotOverlap() {
        Dataset glyphs = Glyphs.dataset(50);
        assertThat(glyphs.train().count()).isEqualTo(50);
        assertThat(glyphs.test().count()).isEqualTo(50);
        assertThat(glyphs.test().pixels()).isEqualTo(Glyphs.draw(60_000, 50).pixels()).isNotEqualTo(glyphs.train().pixels());
        assertThat(glyphs.train().imagesSha256()).hasSize(64).isNotEqualTo(glyphs.test().imagesSha256());
    }

    @Test
    void everyDigitIsDrawnAboutAsOften() {
        ImageSet glyphs = Glyphs.draw(0, 5_000);
        long[] counts = new long[10];
        for (byte label : glyphs.labels()) {
            counts[label]++;
        }
        // 500 expected each, with a standard deviation of 21.
        assertThat(Arrays.stream(counts)).allMatch(count -> Math.abs(count - 500) < 5 * 21);
    }

    @Test
    void thereIsAsMuchInkAsInMnist() {
        ImageSet glyphs = Glyphs.draw(0, 2_000);
        double mean = IntStream.range(0, glyphs.pixels().length).mapToDouble(i -> (glyphs.pixels()[i] & 0xFF) / 255.0).average().orElseThrow();
        // The mean grey of MNIST's training images is 0.1307.
        assertThat(mean).isCloseTo(0.1307, within(0.02));
    }

    /** Quantiles of MNIST's first 10,000 training images: 5, 25, 50, 75 and 95%. */
    @Test
    void theImagesAreAsBrightAndAsInkedAsMnists() {
        ImageSet glyphs = Glyphs.draw(0, 5_000);
        assertQuantiles(glyphs, pixel -> pixel / 255.0, 0.066, 0.099, 0.127, 0.159, 0.210);
        assertQuantiles(glyphs, pixel -> pixel > 0 ? 1 : 0, 0.105, 0.156, 0.191, 0.227, 0.281);
    }

    private static void assertQuantiles(ImageSet set, IntToDoubleFunction measure, double... expected) {
        double[] means = IntStream.range(0, set.count()).mapToDouble(image -> IntStream.range(image * PIXELS, (image + 1) * PIXELS)
                .mapToDouble(i -> measure.applyAsDouble(set.pixels()[i] & 0xFF)).average().orElseThrow()).sorted().toArray();
        double[] levels = {0.05, 0.25, 0.5, 0.75, 0.95};
        for (int i = 0; i < levels.length; i++) {
            assertThat(means[(int) (levels[i] * means.length)]).as("quantile %s", levels[i]).isCloseTo(expected[i], within(0.012));
        }
    }

    @Test
    void theDigitsStandFreeOfTheBorder() {
        ImageSet glyphs = Glyphs.draw(0, 2_000);
        long touching = IntStream.range(0, 2_000).filter(image -> IntStream.range(0, 28)
                .anyMatch(i -> glyphs.pixels()[image * PIXELS + i] != 0 || glyphs.pixels()[image * PIXELS + 27 * 28 + i] != 0)).count();
        assertThat(touching).isLessThan(40);
    }
}
