package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Noise v1 over every word there is; docs/noise-v1.md quotes what it prints. */
@Tag("exhaustive")
class NoiseExhaustiveTest {
    private static final int BLOCK_BITS = 20;
    private static final int BLOCKS = 1 << 32 - BLOCK_BITS;
    /** Never to change: another checksum is another noise. */
    private static final long CHECKSUM = 0x7FB1F26B113CF793L;

    @Test
    void everyWordGivesTheDrawOfNoiseV1() {
        long start = System.nanoTime();
        Scan[] scans = IntStream.range(0, BLOCKS).parallel().mapToObj(Scan::new).toArray(Scan[]::new);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        double share = Arrays.stream(scans).mapToDouble(scan -> scan.shareOfBound).max().orElseThrow();
        double error = Arrays.stream(scans).mapToDouble(scan -> scan.error).max().orElseThrow();
        double ulps = Arrays.stream(scans).mapToDouble(scan -> scan.ulpsFromEight).max().orElseThrow();
        double least = Arrays.stream(scans).mapToDouble(scan -> scan.least).min().orElseThrow();
        double greatest = Arrays.stream(scans).mapToDouble(scan -> scan.greatest).max().orElseThrow();
        long checksum = Arrays.stream(scans).mapToLong(scan -> scan.checksum).reduce(0, NoiseTruth::mix);
        System.out.printf("noise v1, 2^32 words: %.1f s, largest error %.4g, %.4f ulp where G >= 8, %.4f of the bound, ",
                time.toMillis() / 1e3, error, ulps, share);
        System.out.printf("range [%s, %s], checksum %016x%n", (float) least, (float) greatest, checksum);

        assertThat(Arrays.stream(scans).mapToLong(scan -> scan.notFinite).sum()).as("draws not finite").isZero();
        assertThat(Arrays.stream(scans).mapToLong(scan -> scan.decreases).sum()).as("draws below the one before").isZero();
        assertThat(share).as("error as a share of max(5e-7, 0.55 ulp)").isLessThanOrEqualTo(1);
        assertThat((float) least).isEqualTo(-3.1299946f);
        assertThat((float) greatest).isEqualTo(22.873857f);
        assertThat(checksum).as("checksum").isEqualTo(CHECKSUM);
    }

    /** What 2^20 words in a row, in unsigned order, show. */
    private static final class Scan {
        private double error;
        private double ulpsFromEight;
        private double shareOfBound;
        private float least = Float.POSITIVE_INFINITY;
        private float greatest = Float.NEGATIVE_INFINITY;
        private long notFinite;
        private long decreases;
        private long checksum;

        Scan(int block) {
            int first = block << BLOCK_BITS;
            float previous = first == 0 ? Float.NEGATIVE_INFINITY : GumbelTransform.gumbel(first - 1);
            float uniform = Float.NaN;
            double truth = Double.NaN;
            for (int word = first; word != first + (1 << BLOCK_BITS); word++) {
                // Neighbours often share a uniform, and the logarithms in double are most of the work.
                if (NoiseTruth.uniform(word) != uniform) {
                    uniform = NoiseTruth.uniform(word);
                    truth = NoiseTruth.gumbel(word);
                }
                float draw = GumbelTransform.gumbel(word);
                judge(draw, truth);
                decreases += draw < previous ? 1 : 0;
                previous = draw;
                checksum = NoiseTruth.mix(checksum, Float.floatToRawIntBits(draw) & 0xFFFFFFFFL);
            }
        }

        private void judge(float draw, double truth) {
            double distance = Math.abs(draw - truth);
            error = Math.max(error, distance);
            shareOfBound = Math.max(shareOfBound, NoiseTruth.shareOfBound(draw, truth));
            if (truth >= 8) {
                ulpsFromEight = Math.max(ulpsFromEight, distance / Math.ulp((float) truth));
            }
            least = Math.min(least, draw);
            greatest = Math.max(greatest, draw);
            notFinite += Float.isFinite(draw) ? 0 : 1;
        }
    }
}
