package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.GraphException;
import dev.gumbel.graph.Program;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 11: every kind of noise has the bits of docs/noise-v1.md, its distribution, and rows where it has any. */
interface NoiseKindsConformance extends Conformance {
    int DRAWS = 200_000;

    @ParameterizedTest
    @EnumSource
    default void required_c111_each_kind_is_bit_identical(NoiseKind kind) {
        for (int size : new int[] {1, 7, 33, 1000, 65_536}) {
            for (NoiseAddress address : new NoiseAddress[] {
                    new NoiseAddress(kind, 2020, Domain.TRAIN, "z", 0), new NoiseAddress(kind, -1, Domain.SAMPLE, "a.b", (1L << 32) + 5)}) {
                float[] actual = draw(address, Noise.of(kind, address.name(), Shape.of(size)), 0);
                assertBits(address, 0, actual);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    default void required_c112_a_row_offset_moves_noise_per_row_and_no_other(NoiseKind kind) {
        NoiseAddress address = new NoiseAddress(kind, 11, Domain.TRAIN, "z", 2);
        for (int offset : new int[] {1, 3, 99, 100_000}) {
            Shape shape = Shape.of(5, 3, 7);
            assertBits(address, offset * 21L, draw(address, Noise.of(kind, "z", shape), offset));
            assertBits(address, 0, draw(address, Noise.unbatched(kind, "z", shape), offset));
        }
    }

    @ParameterizedTest
    @EnumSource
    default void stochastic_c113_each_kind_has_its_moments(NoiseKind kind) {
        Distribution distribution = new Distribution(kind);
        double[] draws = draws(kind, "z", 0);
        double variance = distribution.variance();
        assertEquals(distribution.mean(), Statistics.mean(draws), 5 * Math.sqrt(variance / DRAWS), "mean");
        assertEquals(variance, Statistics.variance(draws), 5 * variance * Math.sqrt((distribution.kurtosis() - 1) / DRAWS), "variance");
    }

    @ParameterizedTest
    @EnumSource
    default void stochastic_c114_each_kind_passes_the_Kolmogorov_Smirnov_test(NoiseKind kind) {
        double statistic = Statistics.kolmogorovSmirnov(draws(kind, "z", 0), new Distribution(kind)::cumulative);
        assertTrue(statistic < 1.95, () -> "Kolmogorov-Smirnov statistic " + statistic + ", expected below 1.95 (p = 0.001)");
    }

    @ParameterizedTest
    @EnumSource
    default void stochastic_c115_each_kind_has_both_its_tails(NoiseKind kind) {
        Distribution distribution = new Distribution(kind);
        double[] draws = draws(kind, "z", 0);
        for (double probability : new double[] {1e-2, 1e-3, 5e-5}) {
            double expected = probability * DRAWS;
            long low = Arrays.stream(draws).filter(x -> distribution.cumulative(x) < probability).count();
            long high = Arrays.stream(draws).filter(x -> distribution.above(x) < probability).count();
            assertTrue(low > 0 && high > 0, () -> "nothing in a tail of probability %s: %d low, %d high".formatted(probability, low, high));
            assertEquals(expected, low, 5 * Math.sqrt(expected), () -> "draws in the low tail of probability " + probability);
            assertEquals(expected, high, 5 * Math.sqrt(expected), () -> "draws in the high tail of probability " + probability);
        }
    }

    @ParameterizedTest
    @EnumSource
    default void stochastic_c116_names_steps_and_rows_are_uncorrelated(NoiseKind kind) {
        double[] draws = draws(kind, "z", 0);
        // Of independent draws a correlation has a standard deviation of 1/sqrt(200,000), about 0.0022.
        assertEquals(0, Statistics.correlation(draws, draws(kind, "y", 0)), 0.012, "with another name");
        assertEquals(0, Statistics.correlation(draws, draws(kind, "z", 1)), 0.012, "with another step");
        for (int row : new int[] {1, 2, 3, 4, 100}) {
            double[] earlier = Arrays.copyOf(draws, DRAWS - row);
            assertEquals(0, Statistics.correlation(earlier, Arrays.copyOfRange(draws, row, DRAWS)), 0.012, () -> row + " rows on");
        }
    }

    @ParameterizedTest
    @EnumSource
    default void required_c117_a_name_has_one_kind_in_a_program_and_its_own_in_another(NoiseKind kind) {
        Shape shape = Shape.of(64);
        NoiseKind other = NoiseKind.values()[(kind.ordinal() + 1) % NoiseKind.values().length];
        Tensor sum = Noise.of(kind, "drift", shape).add(Noise.shared(Noise.of(other, "drift", shape)));
        Refusals.assertRefused(GraphException.class, () -> Program.named("two").output("sum", sum).build(), "drift", kind.label(), other.label());
        Program one = Program.named("one").output("z", Noise.of(kind, "drift", shape)).build();
        Program another = Program.named("another").output("z", Noise.of(other, "drift", shape)).build();
        try (Session session = backend().open(5, one, another)) {
            assertBits(new NoiseAddress(kind, 5, one.domain(), "drift", 1), 0, session.run(one, Feed.at(1)).get("z").toFloats());
            assertBits(new NoiseAddress(other, 5, one.domain(), "drift", 1), 0, session.run(another, Feed.at(1)).get("z").toFloats());
        }
    }

    private double[] draws(NoiseKind kind, String name, long step) {
        Program program = Program.named("draw").output("noise", Noise.of(kind, name, Shape.of(DRAWS))).build();
        return runOnce(2020, program, "noise", Feed.at(step)).toDoubles();
    }

    private float[] draw(NoiseAddress address, Tensor noise, long rowOffset) {
        Program program = Program.named("draw").domain(address.domain()).output("noise", noise).build();
        return runOnce(address.seed(), program, "noise", Feed.at(address.step()).rowOffset(rowOffset)).toFloats();
    }

    private static void assertBits(NoiseAddress address, long first, float[] actual) {
        NoiseDraws draws = address.draws();
        int[] expected = new int[actual.length];
        int[] bits = new int[actual.length];
        for (int i = 0; i < actual.length; i++) {
            expected[i] = Float.floatToRawIntBits(draws.get(first + i));
            bits[i] = Float.floatToRawIntBits(actual[i]);
        }
        assertArrayEquals(expected, bits, () -> "bits of %s from %d on".formatted(address, first));
    }
}
