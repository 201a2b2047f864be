package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.gumbel.op.NoiseKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseDrawsTest {
    private static final int DRAWS = 1_000_000;
    private static final double EULER = 0.5772156649015329;
    private static final double VARIANCE = Math.PI * Math.PI / 6;

    /** Computed apart from this code, from docs/noise-v1.md. */
    @Test
    void drawsAreFrozen() {
        int[] bits = IntStream.range(0, 8).map(i -> Float.floatToRawIntBits(gumbel(2020, Domain.TRAIN, "z", 7).get(i))).toArray();
        assertThat(bits).containsExactly(
                0x3FA9613D, 0xBE60FB13, 0x3FBD1E26, 0xBEC3AA08, 0x3FD0490B, 0x3F2A073A, 0x3F59A612, 0x40003459);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 31, 2045, 2047, 2048, (1L << 33) + 1})
    void aRunFromAnyIndexHoldsTheDrawsOneByOne(long first) {
        NoiseDraws noise = gumbel(5, Domain.SAMPLE, "z", 9);
        for (int count : new int[] {0, 1, 2, 3, 5, 29, 2043, 2044, 2045, 2047, 2048, 2049, 5000}) {
            float[] one = new float[count];
            for (int i = 0; i < count; i++) {
                one[i] = noise.get(first + i);
            }
            assertThat(draw(noise, first, count)).isEqualTo(one);
        }
    }

    @Test
    void eachKindIsItsTransformOfTheSameWords() {
        int word = RandomStream.of(5, Domain.SAMPLE, "z", 9).word(3);
        Map<NoiseKind, Float> expected = Map.of(
                NoiseKind.GUMBEL, GumbelTransform.gumbel(word), NoiseKind.UNIFORM, UniformTransform.uniform(word),
                NoiseKind.EXPONENTIAL, ExponentialTransform.exponential(word), NoiseKind.LOGISTIC, LogisticTransform.logistic(word),
                NoiseKind.NORMAL, NormalTransform.normal(word));
        for (NoiseKind kind : NoiseKind.values()) {
            NoiseDraws draws = new NoiseAddress(kind, 5, Domain.SAMPLE, "z", 9).draws();
            assertThat(draws.get(3)).as(kind.label()).isEqualTo(expected.get(kind));
            assertThat(draw(draws, 3, 1)).as(kind.label()).containsExactly(expected.get(kind));
        }
        assertThat(expected.values()).doesNotHaveDuplicates();
    }

    @Test
    void drawsByOtherLoopsAreAskedForTheirKind() {
        NoiseDraws.Loops loops = new NoiseDraws.Loops(
                PhiloxLoop::scalar, (kind, words, from, draws, length) -> Arrays.fill(draws, 0, length, kind.ordinal()));
        float[] out = draw(new NoiseAddress(NoiseKind.LOGISTIC, 5, Domain.SAMPLE, "z", 9).draws().by(loops), 1, 3);
        assertThat(out).containsExactly(3, 3, 3);
    }

    @Test
    void drawsKnowTheirAddress() {
        NoiseAddress address = new NoiseAddress(NoiseKind.UNIFORM, 5, Domain.SAMPLE, "z", 9);
        assertThat(address.draws().address()).isEqualTo(address);
        assertThat(address.draws().at(10).address()).isEqualTo(new NoiseAddress(NoiseKind.UNIFORM, 5, Domain.SAMPLE, "z", 10));
    }

    @Test
    void anotherStepOfANoiseIsTheNoiseOfThatStep() {
        NoiseDraws noise = gumbel(5, Domain.SAMPLE, "z", 9);
        float[] other = draw(noise.at((1L << 40) + 3), 7, 100);
        assertThat(other).isEqualTo(draw(gumbel(5, Domain.SAMPLE, "z", (1L << 40) + 3), 7, 100)).isNotEqualTo(draw(noise, 7, 100));
        assertThatThrownBy(() -> noise.at(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'z'");
    }

    @Test
    void aRunLeavesNoGarbage() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        NoiseDraws noise = gumbel(5, Domain.SAMPLE, "z", 9);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(30_000L * Float.BYTES, Float.BYTES);
            long least = Long.MAX_VALUE;
            // Until the JIT compiler has come to what calls the loops, too.
            for (int window = 0; window < 200 && least >= 100 * 1024; window++) {
                long before = thread.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 100; i++) {
                    noise.fill(out, 1, 30_000);
                }
                least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
            }
            // Arrays made anew in each run were 2 kB.
            assertThat(least).isLessThan(100 * 1024);
        }
    }

    @Test
    void writesNothingBeyondTheCount() {
        float[] out = new float[10];
        gumbel(5, Domain.SAMPLE, "z", 9).fill(MemorySegment.ofArray(out), 2, 6);
        assertThat(out).endsWith(0, 0, 0, 0);
        assertThat(out[5]).isNotZero();
    }

    @Test
    void refusesARunThatLeavesTheStream() {
        NoiseDraws noise = gumbel(5, Domain.SAMPLE, "z", 9);
        assertThatThrownBy(() -> draw(noise, (1L << 34) - 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> draw(noise, -1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(draw(noise, (1L << 34) - 2, 2)).doesNotContain(0);
    }

    @Test
    void meanAndVarianceAreThoseOfTheGumbelDistribution() {
        float[] draws = draw(gumbel(2020, Domain.TRAIN, "z", 0), 0, DRAWS);
        double mean = IntStream.range(0, DRAWS).mapToDouble(i -> draws[i]).average().orElseThrow();
        double variance = IntStream.range(0, DRAWS).mapToDouble(i -> Math.pow(draws[i] - mean, 2)).sum() / (DRAWS - 1);
        // Four standard errors; the excess kurtosis is 12/5.
        assertThat(mean).isCloseTo(EULER, within(4 * Math.sqrt(VARIANCE / DRAWS)));
        assertThat(variance).isCloseTo(VARIANCE, within(4 * VARIANCE * Math.sqrt(4.4 / DRAWS)));
    }

    @Test
    void distributionPassesKolmogorovAndSmirnov() {
        float[] draws = draw(gumbel(2020, Domain.TRAIN, "z", 0), 0, DRAWS);
        Arrays.sort(draws);
        double distance = 0;
        for (int i = 0; i < DRAWS; i++) {
            double cumulative = Math.exp(-Math.exp(-draws[i]));
            distance = Math.max(distance, Math.max((i + 1.0) / DRAWS - cumulative, cumulative - (double) i / DRAWS));
        }
        // Exceeded with probability 0.001 by draws of the right distribution.
        assertThat(distance * Math.sqrt(DRAWS)).isBetween(0.3, 1.95);
    }

    @Test
    void namesStepsDomainsAndNeighboursAreUncorrelated() {
        int count = 100_000;
        float[] draws = draw(gumbel(2020, Domain.TRAIN, "z", 0), 0, count);
        double limit = 4 / Math.sqrt(count);
        assertThat(correlation(draws, draws)).isCloseTo(1, within(1e-9));
        assertThat(correlation(draws, draw(gumbel(2020, Domain.TRAIN, "y", 0), 0, count))).isBetween(-limit, limit);
        assertThat(correlation(draws, draw(gumbel(2020, Domain.TRAIN, "z", 1), 0, count))).isBetween(-limit, limit);
        assertThat(correlation(draws, draw(gumbel(2020, Domain.EVALUATE, "z", 0), 0, count))).isBetween(-limit, limit);
        assertThat(correlation(draws, draw(gumbel(2021, Domain.TRAIN, "z", 0), 0, count))).isBetween(-limit, limit);
        assertThat(correlation(draws, draw(gumbel(2020, Domain.TRAIN, "z", 0), 1, count))).isBetween(-limit, limit);
    }

    private static NoiseDraws gumbel(long seed, Domain domain, String name, long step) {
        return new NoiseAddress(NoiseKind.GUMBEL, seed, domain, name, step).draws();
    }

    private static float[] draw(NoiseDraws noise, long first, int count) {
        float[] out = new float[count];
        noise.fill(MemorySegment.ofArray(out), first, count);
        return out;
    }

    private static double correlation(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> (a[i] - EULER) * (b[i] - EULER)).sum()
                / Math.sqrt(squares(a) * squares(b));
    }

    private static double squares(float[] a) {
        return IntStream.range(0, a.length).mapToDouble(i -> (a[i] - EULER) * (a[i] - EULER)).sum();
    }
}
