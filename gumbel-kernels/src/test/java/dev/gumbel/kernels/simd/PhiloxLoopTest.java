package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.random.Philox;
import dev.gumbel.random.PhiloxLoop;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors and one counter after the other give the same words. */
class PhiloxLoopTest {
    private static final int UNTOUCHED = 0x5EED;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 15, 17, 512, 1001})
    void ofAnyNumberOfCountersFromAnyOne(int blocks) {
        for (int c0 : new int[] {0, 1, 7, Integer.MAX_VALUE - 3, -1 - blocks}) {
            assertThat(words(new VectorPhiloxLoop(), c0, 0x0123_4567, blocks)).isEqualTo(words(PhiloxLoop::scalar, c0, 0x0123_4567, blocks));
        }
    }

    /** The high halves of lanes hold signs and products by then. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, 0xDEADBEEF})
    void underAnyKey(int key) {
        assertThat(words(new VectorPhiloxLoop(), 5, key, 33)).isEqualTo(words(PhiloxLoop::scalar, 5, key, 33));
    }

    private static int[] words(PhiloxLoop loop, int c0, int key, int blocks) {
        int[] words = new int[blocks * Philox.LANES + 1];
        words[words.length - 1] = UNTOUCHED;
        loop.draw(c0, -2, 0x7654_3210, 3 << 24, key, ~key, words, blocks);
        assertThat(words).endsWith(UNTOUCHED);
        return words;
    }
}
