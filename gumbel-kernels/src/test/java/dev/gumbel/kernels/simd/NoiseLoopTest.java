package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.NoiseLoop;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Vectors and plain loops give the same bits. */
@Timeout(120)
class NoiseLoopTest {

    @Test
    void testsRunWithTheVectorApi() {
        assertThat(VectorApi.isUsable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void ofAnyLengthFromAnyPlace(NoiseKind kind) {
        for (int length : new int[] {0, 1, 7, 8, 9, 31, 33, 1000}) {
            for (int from = 0; from < 4; from++) {
                assertSameBits(kind, words(length + from, 0x9E3779B9), from, length);
            }
        }
    }

    /** The words from which docs/noise-v1.md takes its quick checksum, and both ends, 2^19 words at each. */
    @ParameterizedTest
    @EnumSource
    void overTheWholeRange(NoiseKind kind) {
        assertSameBits(kind, words(1 << 16, 65537), 0, 1 << 16);
        assertSameBits(kind, IntStream.range(-(1 << 19), 1 << 19).toArray(), 0, 1 << 20);
        assertSameBits(kind, IntStream.range(-(1 << 19), 1 << 19).map(word -> word ^ Integer.MIN_VALUE).toArray(), 0, 1 << 20);
    }

    /** From a kind's first call on: this process has compiled its loop, or does so while the test waits. */
    @ParameterizedTest
    @EnumSource
    void theLoopOverVectorsTakesOver(NoiseKind kind) {
        NoiseLoop loop = new WarmingNoiseLoop();
        int[] words = words(100, 0x9E3779B9);
        float[] before = new float[100];
        loop.draw(kind, words, 0, before, 100);
        while (!WarmingNoiseLoop.isWarm(kind)) {
            LockSupport.parkNanos(1_000_000);
        }
        float[] after = new float[100];
        loop.draw(kind, words, 0, after, 100);
        assertThat(after).isEqualTo(before);
    }

    private static int[] words(int count, int stride) {
        int[] words = new int[count];
        Arrays.setAll(words, i -> i * stride);
        return words;
    }

    private static void assertSameBits(NoiseKind kind, int[] words, int from, int length) {
        float[] plain = new float[length];
        float[] vectors = new float[length];
        NoiseLoop.scalar(kind, words, from, plain, length);
        new VectorNoiseLoop().draw(kind, words, from, vectors, length);
        for (int i = 0; i < length; i++) {
            int bits = Float.floatToRawIntBits(vectors[i]);
            if (bits != Float.floatToRawIntBits(plain[i])) {
                assertThat(bits).as("word %08X: %s, %s", words[from + i], vectors[i], plain[i]).isEqualTo(Float.floatToRawIntBits(plain[i]));
            }
        }
    }
}
