package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
    /** Computed apart from this code, from docs/noise-v1.md. */
    @Test
    void ordersAreFrozen() {
        assertThat(Permutation.of(2020, "batches", 0, 10)).containsExactly(4, 8, 2, 0, 7, 6, 1, 3, 9, 5);
        assertThat(Permutation.of(2020, "batches", 3, 10)).containsExactly(4, 7, 5, 2, 8, 3, 9, 0, 6, 1);
    }

    /** This order passes over one word, for its remainder. Computed apart from this code. */
    @Test
    void anOrderThatPassesOverAWordIsFrozen() {
        int[] order = Permutation.of(2020, "batches", 0, 60_000);
        assertThat(order).startsWith(23767, 43216, 39006, 23404, 17364).endsWith(17646, 10479, 23020, 39094, 34395);
        assertThat(Arrays.hashCode(order)).isEqualTo(0x133DB343);
    }

    /** With 2^16 places no word favours any, so none is passed over, not even one whose remainder is 0. */
    @Test
    void aWordOfRemainderZeroIsUsed() {
        int step = 0;
        while ((firstWord(step) & 0xFFFF) != 0) {
            step++;
        }
        assertThat(Permutation.of(1, "batches", step, 1 << 16)[(1 << 16) - 1]).isEqualTo(firstWord(step) >>> 16);
    }

    private static int firstWord(int step) {
        return RandomStream.of(1, Domain.SHUFFLE, "batches", step).word(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 60_000})
    void holdsEachNumberOnce(int n) {
        int[] order = Permutation.of(1, "batches", 0, n);
        Arrays.sort(order);
        assertThat(order).containsExactly(IntStream.range(0, n).toArray());
    }

    @Test
    void dependsOnSeedNameAndStep() {
        int[] order = Permutation.of(1, "batches", 0, 1000);
        assertThat(Permutation.of(1, "batches", 0, 1000)).isEqualTo(order);
        assertThat(Permutation.of(2, "batches", 0, 1000)).isNotEqualTo(order);
        assertThat(Permutation.of(1, "others", 0, 1000)).isNotEqualTo(order);
        assertThat(Permutation.of(1, "batches", 1, 1000)).isNotEqualTo(order);
    }

    @Test
    void allOrdersOfFourAreEquallyLikely() {
        int perOrder = 4000;
        Map<String, Integer> counts = new TreeMap<>();
        for (int step = 0; step < 24 * perOrder; step++) {
            counts.merge(Arrays.toString(Permutation.of(2020, "batches", step, 4)), 1, Integer::sum);
        }
        assertThat(counts).hasSize(24);
        double chiSquare = counts.values().stream().mapToDouble(count -> Math.pow(count - perOrder, 2) / perOrder).sum();
        // 23 degrees of freedom: 49.7 is exceeded with probability 0.001, 4.9 is fallen short of with 0.00002.
        assertThat(chiSquare).isBetween(4.9, 49.7);
    }
}
