package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GumbelTransformTest {
    private static final int STRATA = 1 << 20;

    /** Computed apart from this code, in exact rational arithmetic, from docs/noise-v1.md. */
    @ParameterizedTest
    @CsvSource({
        "00000000, c04851d5", "00000001, c0452b66", "00000002, c043a677", "0000007f, c03690d0", "0000ffff, c019fd28", "00010000, c019fd22",
        "01000000, bfdb413f", "12345678, bf78dc16", "3fffffff, bea73c9b", "57ffffff, bd866d75", "7fffffff, 3ebba795", "80000000, 3ebba796",
        "9e3779b9, 3f3b4028", "c0000000, 3f9f79a1", "f0000000, 402f643d", "fff432b6, 4109f3ba", "ffffff44, 41879350", "fffffffe, 41ae33b3",
        "ffffffff, 41b6fda9"
    })
    void drawsAreFrozen(String word, String bits) {
        float draw = GumbelTransform.gumbel(Integer.parseUnsignedInt(word, 16));
        assertThat(Integer.toHexString(Float.floatToRawIntBits(draw))).isEqualTo(bits);
    }

    /** The quick check of docs/noise-v1.md: one bit off in one coefficient shows here. */
    @Test
    void checksumOf65536WordsIsFrozen() {
        long checksum = 0;
        for (int i = 0; i < 1 << 16; i++) {
            checksum = NoiseTruth.mix(checksum, Float.floatToRawIntBits(GumbelTransform.gumbel(i * 65537)) & 0xFFFFFFFFL);
        }
        assertThat(Long.toHexString(checksum)).isEqualTo("be8972ad95070f67");
    }

    @Test
    void agreesWithDoubleInEveryStratum() {
        IntStream words = IntStream.range(0, STRATA).map(GumbelTransformTest::stratum);
        assertThat(worstShareOfBound(words)).isBetween(0.5, 1.0);
    }

    @Test
    void agreesWithDoubleAtTheExtremes() {
        assertThat(worstShareOfBound(extremes())).isBetween(0.1, 1.0);
    }

    @Test
    void neverDecreasesAsTheUniformGrows() {
        float previous = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < STRATA; i++) {
            float draw = GumbelTransform.gumbel(stratum(i));
            assertThat(draw >= previous).as("stratum %d: %s after %s", i, draw, previous).isTrue();
            previous = draw;
        }
    }

    @Test
    void endsAndMeetsWhereTheDefinitionSays() {
        assertThat(GumbelTransform.gumbel(0)).isCloseTo(-3.1299946f, within(1e-6f));
        assertThat(GumbelTransform.gumbel(-1)).isCloseTo(22.873857f, within(2e-6f));
        double middle = -Math.log(Math.log(2));
        assertThat((double) GumbelTransform.gumbel(Integer.MAX_VALUE)).isCloseTo(middle, within(5e-7));
        assertThat((double) GumbelTransform.gumbel(Integer.MIN_VALUE)).isCloseTo(middle, within(5e-7));
    }

    /** A word of each 4096 in turn, in unsigned order, at a place inside them that wanders. */
    private static int stratum(int i) {
        return i << 12 | i * 0x9E3779B9 >>> 20;
    }

    private static double worstShareOfBound(IntStream words) {
        return words.mapToDouble(word -> NoiseTruth.shareOfBound(GumbelTransform.gumbel(word), NoiseTruth.gumbel(word)))
                .max().orElseThrow();
    }

    /** Both ends of both halves, and 65 words around each power of two, of either sign. */
    private static IntStream extremes() {
        return IntStream.range(0, 32).flatMap(bit -> IntStream.rangeClosed(-32, 32).map(offset -> (1 << bit) + offset))
                .flatMap(word -> IntStream.of(word, ~word));
    }
}
