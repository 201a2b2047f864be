package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStreamTest {
    private static final long SEED = -0x0123456789ABCDEFL;
    private static final long STEP = 0x00AB_CDEF_0123_4567L;
    private static final long LENGTH = 1L << 34;

    /** Computed apart from this code, from docs/noise-v1.md. */
    @ParameterizedTest
    @CsvSource({
        "'', ab3e7c0b",
        "z, 0d99329b",
        "noise, ccb8c1ed",
        "encoder.0.weight, 5b0b6dd9",
        "\u00e9, 8e4756c7",
        "\u65e5\u672c, f004911f",
        "\uD83D\uDE00, 3303a80a"
    })
    void idOfANameIsFrozen(String name, String id) {
        assertThat(RandomStream.id(name)).isEqualTo(Integer.parseUnsignedInt(id, 16));
    }

    /** Computed apart from this code, from docs/noise-v1.md. */
    @ParameterizedTest
    @CsvSource({
        "0, b3f7b47f", "1, a99c8c62", "2, 3276e2d5", "3, 1ffc3388", "4, 6bd6d6aa", "5, 581d0535", "6, e236f118", "7, 140b2f7c",
        "17179869183, c21b9035"
    })
    void wordsAreFrozen(long index, String word) {
        assertThat(RandomStream.of(SEED, Domain.SAMPLE, "z", STEP).word(index)).isEqualTo(Integer.parseUnsignedInt(word, 16));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 4095, (1L << 33) + 2, LENGTH - 1})
    void wordIsALaneOfTheBlockItsAddressNames(long index) {
        int[] block = new int[4];
        Philox.block((int) (index >>> 2), RandomStream.id("z"), 0x01234567, 3 << 24 | 0xABCDEF, 0x76543211, 0xFEDCBA98, block, 0);
        assertThat(RandomStream.of(SEED, Domain.SAMPLE, "z", STEP).word(index)).isEqualTo(block[(int) (index & 3)]);
    }

    @Test
    void runsOfWordsAreTheWordsOneByOne() {
        RandomStream stream = RandomStream.of(1, Domain.TRAIN, "z", 0);
        int[] run = new int[12];
        stream.words(40, run, 10, PhiloxLoop::scalar);
        assertThat(Arrays.copyOf(run, 10)).containsExactly(IntStream.range(40, 50).map(stream::word).toArray());
    }

    @Test
    void noPartOfAnAddressIsIgnored() {
        Set<Integer> words = new HashSet<>();
        int streams = 0;
        for (long seed : new long[] {0, 1, 1L << 32, 1L << 63}) {
            for (Domain domain : Domain.values()) {
                for (String name : new String[] {"a", "b"}) {
                    for (long step : new long[] {0, 1, 1L << 31, 1L << 32, (1L << 56) - 1}) {
                        RandomStream stream = RandomStream.of(seed, domain, name, step);
                        IntStream.range(0, 4).forEach(i -> words.add(stream.word(i)));
                        streams++;
                    }
                }
            }
        }
        // Of 960 words of 32 bits two are equal with probability 1e-4; fixed addresses make this one outcome.
        assertThat(words).hasSize(4 * streams);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 56, Long.MIN_VALUE, Long.MAX_VALUE})
    void refusesAStepThatDoesNotFit(long step) {
        assertThatThrownBy(() -> RandomStream.of(0, Domain.TRAIN, "z", step))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'z'").hasMessageContaining("step " + step);
    }

    @ParameterizedTest
    @ValueSource(longs = {-4, -1, LENGTH, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesAnIndexThatDoesNotFit(long index) {
        RandomStream stream = RandomStream.of(0, Domain.TRAIN, "z", 0);
        assertThatThrownBy(() -> stream.word(index)).isInstanceOf(IndexOutOfBoundsException.class).hasMessageContaining("2^34");
    }

    @Test
    void refusesAnIndexByItsNumber() {
        RandomStream stream = RandomStream.of(0, Domain.TRAIN, "z", 0);
        assertThatThrownBy(() -> stream.word(LENGTH)).hasMessage("random stream: index " + LENGTH + " must be in [0, 2^34)");
    }

    @Test
    void codesOfDomainsAreFrozen() {
        assertThat(Domain.values()).extracting(Domain::code).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(Domain.values()).containsExactly(
                Domain.TRAIN, Domain.EVALUATE, Domain.RECONSTRUCT, Domain.SAMPLE, Domain.INITIALISE, Domain.SHUFFLE);
    }
}
