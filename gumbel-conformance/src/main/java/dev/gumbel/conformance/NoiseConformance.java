package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 4, first part: the bits of the noise are those of docs/noise-v1.md, wherever they are drawn. */
interface NoiseConformance extends Conformance {

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "0, 0, 7", "2020, 0, 65536", "-1, 1, 1000", "123456789012345, 4294967296, 33", "1, 72057594037927935, 9"})
    default void required_c41_noise_is_bit_identical(long seed, long step, int size) {
        HostTensor actual = draw(Domain.TRAIN, seed, "z", step, Shape.of(size), 0);
        assertBits(seed, Domain.TRAIN, "z", step, 0, actual);
    }

    @ParameterizedTest
    @EnumSource(Domain.class)
    default void required_c42_noise_follows_the_programs_domain(Domain domain) {
        assertBits(3, domain, "z", 5, 0, draw(domain, 3, "z", 5, Shape.of(100, 3, 10), 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "3, 7", "99, 30", "100000, 10"})
    default void required_c43_a_shard_draws_the_noise_of_its_rows(int offset, int columns) {
        HostTensor actual = draw(Domain.TRAIN, 11, "z", 2, Shape.of(5, columns), offset);
        assertBits(11, Domain.TRAIN, "z", 2, (long) offset * columns, actual);
    }

    @Test
    default void required_c44_one_name_has_the_same_draws_in_two_programs_of_a_session() {
        Program plain = Program.named("plain").output("z", Noise.gumbel("z", Shape.of(64, 10))).build();
        Program shifted = Program.named("shifted").output("z", Noise.gumbel("z", Shape.of(64, 10)).add(0.0)).build();
        try (Session session = backend().open(7, plain, shifted)) {
            float[] first = session.run(plain, Feed.at(4)).get("z").toFloats();
            assertArrayEquals(first, session.run(shifted, Feed.at(4)).get("z").toFloats());
            assertFalse(Arrays.equals(first, session.run(plain, Feed.at(5)).get("z").toFloats()), "another step has other draws");
        }
    }

    @Test
    default void required_c45_two_names_are_two_tensors_of_noise() {
        Shape shape = Shape.of(100_000);
        Program program = Program.named("two").output("a", Noise.gumbel("a", shape)).output("b", Noise.gumbel("b", shape)).build();
        try (Session session = backend().open(7, program)) {
            var results = session.run(program, Feed.at(0));
            double correlation = Statistics.correlation(results.get("a").toDoubles(), results.get("b").toDoubles());
            // Of independent draws it has a standard deviation of 1/sqrt(100,000), about 0.003.
            assertEquals(0, correlation, 0.02);
        }
    }

    private HostTensor draw(Domain domain, long seed, String name, long step, Shape shape, long rowOffset) {
        Program program = Program.named("draw").domain(domain).output("noise", Noise.gumbel(name, shape)).build();
        return runOnce(seed, program, "noise", Feed.at(step).rowOffset(rowOffset));
    }

    private static void assertBits(long seed, Domain domain, String name, long step, long first, HostTensor actual) {
        NoiseDraws expected = new NoiseAddress(NoiseKind.GUMBEL, seed, domain, name, step).draws();
        for (long i = 0; i < actual.shape().size(); i++) {
            long index = i;
            assertEquals(
                    Float.floatToRawIntBits(expected.get(first + i)), Float.floatToRawIntBits((float) actual.get(i)),
                    () -> "element %d of %s; replay: seed %d, %s, '%s', step %d, first %d".formatted(
                            index, actual.shape(), seed, domain, name, step, first));
        }
    }
}
