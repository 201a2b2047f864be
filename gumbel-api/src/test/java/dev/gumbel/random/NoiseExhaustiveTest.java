package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.op.NoiseKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Noise v1 over every word there is; docs/noise-v1.md quotes what it prints. */
@Tag("exhaustive")
class NoiseExhaustiveTest {
    private static final int BLOCK_BITS = 20;
    private static final int BLOCKS = 1 << 32 - BLOCK_BITS;
    private static final double LARGE = 8;

    /** Never to change: another checksum is another noise. */
    @ParameterizedTest
    @CsvSource({
        "GUMBEL, 7fb1f26b113cf793, -3.1299946, 22.873857",
        "UNIFORM, 58d739a30138a321, 1.1641532E-10, 0.99999994",
        "EXPONENTIAL, 20fc8f760ee2c4be, 1.1641532E-10, 22.873857",
        "LOGISTIC, 1b2abe65e3c40379, -22.873857, 22.873857",
        "NORMAL, add09b41890a464e, -6.337958, 6.337958"
    })
    void everyWordGivesTheDrawOfNoiseV1(NoiseKind kind, String frozen, float least, float greatest) {
        long start = System.nanoTime();
        Scan[] scans = IntStream.range(0, BLOCKS).parallel().mapToObj(block -> new Scan(kind, block)).toArray(Scan[]::new);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        double share = Arrays.stream(scans).mapToDouble(scan -> scan.shareOfBound).max().orElseThrow();
        double error = Arrays.stream(scans).mapToDouble(scan -> scan.error).max().orElseThrow();
        double ulps = Arrays.stream(scans).mapToDouble(scan -> scan.ulps).max().orElseThrow();
        double large = Arrays.stream(scans).mapToDouble(scan -> scan.ulpsOfLarge).max().orElseThrow();
        double low = Arrays.stream(scans).mapToDouble(scan -> scan.least).min().orElseThrow();
        double high = Arrays.stream(scans).mapToDouble(scan -> scan.greatest).max().orElseThrow();
        long checksum = Arrays.stream(scans).mapToLong(scan -> scan.checksum).reduce(0, NoiseTruth::mix);
        System.out.printf("noise v1, %s, 2^32 words: %.1f s, largest error %.4g, %.4f ulp, %.4f ulp where the draw >= 8, %.4f of the bound, ",
                kind, time.toMillis() / 1e3, error, ulps, large, share);
        System.out.printf("range [%s, %s], checksum %016x%n", (float) low, (float) high, checksum);

        assertThat(Arrays.stream(scans).mapToLong(scan -> scan.notFinite).sum()).as("draws not finite").isZero();
        assertThat(Arrays.stream(scans).mapToLong(scan -> scan.turns).sum()).as("draws on the wrong side of the one before").isZero();
        assertThat(Arrays.stream(scans).mapToLong(scan -> scan.lopsided).sum()).as("complements without the opposite draw").isZero();
        assertThat(share).as("error as a share of the bound").isLessThanOrEqualTo(1);
        assertThat((float) low).isEqualTo(least);
        assertThat((float) high).isEqualTo(greatest);
        assertThat(checksum).as("checksum").isEqualTo(Long.parseUnsignedLong(frozen, 16));
    }

    /** What 2^20 words in a row, in unsigned order, show. */
    private static final class Scan {
        private final NoiseKind kind;
        private double error;
        private double ulps;
        private double ulpsOfLarge;
        private double shareOfBound;
        private float least = Float.POSITIVE_INFINITY;
        private float greatest = Float.NEGATIVE_INFINITY;
        private long notFinite;
        private long turns;
        private long lopsided;
        private long checksum;

        Scan(NoiseKind kind, int block) {
            this.kind = kind;
            boolean falls = kind == NoiseKind.EXPONENTIAL;
            boolean symmetric = kind == NoiseKind.LOGISTIC || kind == NoiseKind.NORMAL;
            int first = block << BLOCK_BITS;
            float previous = NoiseLoop.draw(kind, first == 0 ? first : first - 1);
            float uniform = Float.NaN;
            double truth = Double.NaN;
            for (int word = first; word != first + (1 << BLOCK_BITS); word++) {
                // Neighbours often share a uniform, and the functions in double are most of the work.
                if (NoiseTruth.uniform(word) != uniform) {
                    uniform = NoiseTruth.uniform(word);
                    truth = NoiseTruth.draw(kind, word);
                }
                float draw = NoiseLoop.draw(kind, word);
                judge(draw, truth);
                turns += (falls ? draw > previous : draw < previous) ? 1 : 0;
                lopsided += symmetric && word >= 0 && !opposite(draw, NoiseLoop.draw(kind, ~word)) ? 1 : 0;
                previous = draw;
                checksum = NoiseTruth.mix(checksum, draw);
            }
        }

        private static boolean opposite(float draw, float other) {
            return Float.floatToRawIntBits(draw) == (Float.floatToRawIntBits(other) ^ Integer.MIN_VALUE);
        }

        private void judge(float draw, double truth) {
            double distance = Math.abs(draw - truth);
            double inUlps = distance / Math.ulp((float) truth);
            error = Math.max(error, distance);
            ulps = Math.max(ulps, inUlps);
            shareOfBound = Math.max(shareOfBound, NoiseTruth.shareOfBound(kind, draw, truth));
            if (truth >= LARGE) {
                ulpsOfLarge = Math.max(ulpsOfLarge, inUlps);
            }
            least = Math.min(least, draw);
            greatest = Math.max(greatest, draw);
            notFinite += Float.isFinite(draw) ? 0 : 1;
        }
    }
}
