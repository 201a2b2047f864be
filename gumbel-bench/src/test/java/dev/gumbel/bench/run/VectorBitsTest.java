package dev.gumbel.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Vectors of processors by what Linux says of them, and of this JVM. */
class VectorBitsTest {

    @Test
    void theLongestThatTheFlagsName() {
        assertThat(VectorBits.of(Stream.of("model name : one", "flags\t\t: fpu sse2 avx avx2 avx512f avx512vl"))).isEqualTo(512);
        assertThat(VectorBits.of(Stream.of("flags : fpu sse2 avx avx2", "flags : fpu avx512f"))).isEqualTo(256);
        assertThat(VectorBits.of(Stream.of("flags : fpu sse2 avx"))).isEqualTo(128);
    }

    @Test
    void whatOtherProcessorsDoNotTellIsNotKnown() {
        assertThat(VectorBits.of(Stream.of("Features : fp asimd sve"))).isZero();
    }

    @Test
    void aJvmHasNoLongerOnesThanItsProcessor() {
        assertThat(VectorBits.ofJvm()).isIn(128, 256, 512);
        if (VectorBits.ofProcessor() > 0) {
            assertThat(VectorBits.ofJvm()).isLessThanOrEqualTo(VectorBits.ofProcessor());
        }
    }
}
