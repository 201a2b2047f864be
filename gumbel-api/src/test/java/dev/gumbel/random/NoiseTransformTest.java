package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.op.NoiseKind;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseTransformTest {
    private static final int STRATA = 1 << 20;

    /** Computed apart from this code, in exact rational arithmetic, from docs/noise-v1.md. */
    @ParameterizedTest
    @CsvSource({
        "GUMBEL, 00000000, c04851d5",
        "GUMBEL, 00000001, c0452b66",
        "GUMBEL, 00000002, c043a677",
        "GUMBEL, 0000007f, c03690d0",
        "GUMBEL, 0000ffff, c019fd28",
        "GUMBEL, 00010000, c019fd22",
        "GUMBEL, 01000000, bfdb413f",
        "GUMBEL, 12345678, bf78dc16",
        "GUMBEL, 3fffffff, bea73c9b",
        "GUMBEL, 57ffffff, bd866d75",
        "GUMBEL, 7fffffff, 3ebba795",
        "GUMBEL, 80000000, 3ebba796",
        "GUMBEL, 9e3779b9, 3f3b4028",
        "GUMBEL, c0000000, 3f9f79a1",
        "GUMBEL, f0000000, 402f643d",
        "GUMBEL, fff432b6, 4109f3ba",
        "GUMBEL, ffffff44, 41879350",
        "GUMBEL, fffffffe, 41ae33b3",
        "GUMBEL, ffffffff, 41b6fda9",
        "UNIFORM, 00000000, 2f000000",
        "UNIFORM, 00000001, 2fc00000",
        "UNIFORM, 0000007f, 32ff0000",
        "UNIFORM, 00010000, 37800040",
        "UNIFORM, 12345678, 3d91a2b4",
        "UNIFORM, 3fffffff, 3e800000",
        "UNIFORM, 40000000, 3e800000",
        "UNIFORM, 7fffffff, 3f000000",
        "UNIFORM, 80000000, 3f000000",
        "UNIFORM, 9e3779b9, 3f1e377a",
        "UNIFORM, bfffffff, 3f400000",
        "UNIFORM, e0000000, 3f600000",
        "UNIFORM, fffff000, 3f7ffff0",
        "UNIFORM, ffffff80, 3f7fffff",
        "UNIFORM, ffffffff, 3f7fffff",
        "EXPONENTIAL, 00000000, 41b6fda9",
        "EXPONENTIAL, 00000001, 41ae33b3",
        "EXPONENTIAL, 0000007f, 418aa927",
        "EXPONENTIAL, 00010000, 41317210",
        "EXPONENTIAL, 12345678, 40292f4c",
        "EXPONENTIAL, 3fffffff, 3fb17218",
        "EXPONENTIAL, 40000000, 3fb17218",
        "EXPONENTIAL, 7fffffff, 3f317218",
        "EXPONENTIAL, 80000000, 3f317218",
        "EXPONENTIAL, 9e3779b9, 3ef66166",
        "EXPONENTIAL, bfffffff, 3e934b10",
        "EXPONENTIAL, e0000000, 3e08bc74",
        "EXPONENTIAL, fffff000, 357ff808",
        "EXPONENTIAL, ffffff80, 32ff0000",
        "EXPONENTIAL, ffffffff, 2f000000",
        "LOGISTIC, 00000000, c1b6fda9",
        "LOGISTIC, 00000001, c1ae33b3",
        "LOGISTIC, 0000007f, c18aa927",
        "LOGISTIC, 00010000, c1317200",
        "LOGISTIC, 12345678, c02476b6",
        "LOGISTIC, 3fffffff, bf8c9f54",
        "LOGISTIC, 40000000, bf8c9f54",
        "LOGISTIC, 7fffffff, 80000000",
        "LOGISTIC, 80000000, 00000000",
        "LOGISTIC, 9e3779b9, 3ef66164",
        "LOGISTIC, bfffffff, 3f8c9f54",
        "LOGISTIC, e0000000, 3ff91396",
        "LOGISTIC, fffff000, 415dcf1d",
        "LOGISTIC, ffffff80, 418aa927",
        "LOGISTIC, ffffffff, 41b6fda9",
        "NORMAL, 00000000, c0cad08d",
        "NORMAL, 00000001, c0c55364",
        "NORMAL, 0000007f, c0ad763c",
        "NORMAL, 00010000, c0856d19",
        "NORMAL, 12345678, bfbbd932",
        "NORMAL, 3fffffff, bf2cab5c",
        "NORMAL, 40000000, bf2cab5c",
        "NORMAL, 7fffffff, 80000000",
        "NORMAL, 80000000, 00000000",
        "NORMAL, 9e3779b9, 3e99c3b8",
        "NORMAL, bfffffff, 3f2cab5c",
        "NORMAL, e0000000, 3f933ea6",
        "NORMAL, fffff000, 40986ab5",
        "NORMAL, ffffff80, 40ad763c",
        "NORMAL, ffffffff, 40cad08d"
    })
    void drawsAreFrozen(NoiseKind kind, String word, String bits) {
        float draw = NoiseLoop.draw(kind, Integer.parseUnsignedInt(word, 16));
        assertThat(Integer.toHexString(Float.floatToRawIntBits(draw))).isEqualTo(bits.replaceFirst("^0+(?=.)", ""));
    }

    /** The quick check of docs/noise-v1.md, computed apart too: one bit off in one coefficient shows here. */
    @ParameterizedTest
    @CsvSource({
        "GUMBEL, be8972ad95070f67",
        "UNIFORM, 13bae578642afd38",
        "EXPONENTIAL, 95ce688f64ccc6f9",
        "LOGISTIC, f765acfe388c491d",
        "NORMAL, 70219018bb292e76"
    })
    void checksumOf65536WordsIsFrozen(NoiseKind kind, String frozen) {
        long checksum = 0;
        for (int i = 0; i < 1 << 16; i++) {
            checksum = NoiseTruth.mix(checksum, NoiseLoop.draw(kind, i * 65537));
        }
        assertThat(Long.toHexString(checksum)).isEqualTo(frozen);
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithDoubleInEveryStratum(NoiseKind kind) {
        IntStream words = IntStream.range(0, STRATA).map(NoiseTransformTest::stratum);
        assertThat(worstShareOfBound(kind, words)).isBetween(0.4, 1.0);
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithDoubleAtTheExtremes(NoiseKind kind) {
        assertThat(worstShareOfBound(kind, extremes())).isBetween(0.1, 1.0);
    }

    @ParameterizedTest
    @EnumSource
    void neverTurnsAsTheUniformGrows(NoiseKind kind) {
        float direction = kind == NoiseKind.EXPONENTIAL ? -1 : 1;
        float previous = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < STRATA; i++) {
            float draw = direction * NoiseLoop.draw(kind, stratum(i));
            assertThat(draw >= previous).as("stratum %d: %s after %s", i, draw, previous).isTrue();
            previous = draw;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOGISTIC", "NORMAL"})
    void ofTheComplementHasTheOtherSign(NoiseKind kind) {
        for (int word : IntStream.concat(IntStream.range(0, STRATA).map(NoiseTransformTest::stratum), extremes()).toArray()) {
            assertThat(Float.floatToRawIntBits(NoiseLoop.draw(kind, ~word))).as("word %08X", ~word)
                    .isEqualTo(Float.floatToRawIntBits(NoiseLoop.draw(kind, word)) ^ Integer.MIN_VALUE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GUMBEL, -3.12999457, 22.8738562",
        "UNIFORM, 1.16415322e-10, 0.99999994",
        "EXPONENTIAL, 22.8738562, 1.16415322e-10",
        "LOGISTIC, -22.8738562, 22.8738562",
        "NORMAL, -6.33795775, 6.33795775"
    })
    void endsWhereTheDefinitionSays(NoiseKind kind, double first, double last) {
        assertThat((double) NoiseLoop.draw(kind, 0)).isCloseTo(first, within(1e-7 * Math.abs(first)));
        assertThat((double) NoiseLoop.draw(kind, -1)).isCloseTo(last, within(1e-7 * Math.abs(last)));
    }

    @ParameterizedTest
    @CsvSource({"GUMBEL, 0.36651292", "UNIFORM, 0.5", "EXPONENTIAL, 0.69314718", "LOGISTIC, 0", "NORMAL, 0"})
    void meetsAtOneHalf(NoiseKind kind, double middle) {
        assertThat((double) NoiseLoop.draw(kind, Integer.MAX_VALUE)).isCloseTo(middle, within(5e-8));
        assertThat((double) NoiseLoop.draw(kind, Integer.MIN_VALUE)).isCloseTo(middle, within(5e-8));
    }

    /** Rounded, 1 - v would be 1 for the 128 words whose v is at most 2^-25. */
    @Test
    void aUniformNumberIsNeverOne() {
        IntStream.range(-200, 0).forEach(word -> assertThat(UniformTransform.uniform(word)).isLessThan(1).isGreaterThan(0.9999999f));
    }

    @Test
    void minusTheLogarithmOfTheExponentialDrawIsTheGumbelDraw() {
        for (int word : IntStream.concat(IntStream.range(0, STRATA).map(NoiseTransformTest::stratum), extremes()).toArray()) {
            double gumbel = GumbelTransform.gumbel(word);
            assertThat(-Math.log(ExponentialTransform.exponential(word))).isCloseTo(gumbel, within(2e-6)).isNotNaN();
        }
    }

    /** A word of each 4096 in turn, in unsigned order, at a place inside them that wanders. */
    private static int stratum(int i) {
        return i << 12 | i * 0x9E3779B9 >>> 20;
    }

    private static double worstShareOfBound(NoiseKind kind, IntStream words) {
        return words.mapToDouble(word -> NoiseTruth.shareOfBound(kind, NoiseLoop.draw(kind, word), NoiseTruth.draw(kind, word))).max().orElseThrow();
    }

    /** Both ends of both halves, and 65 words around each power of two, of either sign. */
    private static IntStream extremes() {
        return IntStream.range(0, 32).flatMap(bit -> IntStream.rangeClosed(-32, 32).map(offset -> (1 << bit) + offset))
                .flatMap(word -> IntStream.of(word, ~word));
    }
}
