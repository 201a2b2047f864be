package dev.gumbel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.NoiseLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors and plain loops give the same bits. */
class GumbelLoopTest {

    @Test
    void testsRunWithTheVectorApi() {
        assertThat(VectorApi.isUsable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 31, 33, 1000})
    void ofAnyLengthFromAnyPlace(int length) {
        for (int from = 0; from < 4; from++) {
            assertSameBits(words(length + from, 0x9E3779B9), from, length);
        }
    }

    /** The words from which docs/noise-v1.md takes its quick checksum. */
    @Test
    void overTheWholeRange() {
        assertSameBits(words(65536, 65537), 0, 65536);
    }

    private static int[] words(int count, int stride) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = i * stride;
        }
        return words;
    }

    private static void assertSameBits(int[] words, int from, int length) {
        float[] plain = new float[length];
        float[] vectors = new float[length];
        NoiseLoop.scalar(NoiseKind.GUMBEL, words, from, plain, length);
        new VectorGumbelLoop().draw(NoiseKind.GUMBEL, words, from, vectors, length);
        for (int i = 0; i < length; i++) {
            assertThat(Float.floatToRawIntBits(vectors[i])).as("word %08X", words[from + i]).isEqualTo(Float.floatToRawIntBits(plain[i]));
        }
    }
}
