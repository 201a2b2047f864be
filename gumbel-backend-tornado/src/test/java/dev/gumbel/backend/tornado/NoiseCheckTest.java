package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Program;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** The device draws what Java draws. */
class NoiseCheckTest {
    private static final int BLOCK_BITS = 22;
    private final TornadoBackend backend = (TornadoBackend) new TornadoProvider().create(Settings.defaults());
    private final TornadoDevice device = backend.device();

    @ParameterizedTest
    @EnumSource
    void theCheckPasses(NoiseKind kind) {
        assertThat(NoiseCheck.passes(device, kind)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theCheckSeesOtherDraws(NoiseKind kind) {
        // Words that begin one later: nearly all draws are others.
        try (NoiseCheck check = new NoiseCheck(device, kind, 1, 1 << BLOCK_BITS)) {
            assertThat(check.differences(0, 1)).isZero();
            assertThat(check.differences(0, 3)).isPositive();
        }
    }

    /** Side by side with what the device draws, in kernels of their own and in those for lists of instructions. */
    @ParameterizedTest
    @EnumSource
    void whatTheDeviceDoesNotDrawTheHostDraws(NoiseKind undrawn) {
        Program.Builder builder = Program.named("draw");
        for (NoiseKind kind : NoiseKind.values()) {
            builder.output(kind.label(), Noise.of(kind, kind.label(), Shape.of(3, 5)));
        }
        Program program = builder.output("weights", Noise.unbatched(undrawn, "weights", Shape.of(7))).build();
        ProgramCompiler.Target target = new ProgramCompiler.Target(backend.capabilities(), false, 4, kind -> kind != undrawn);
        try (Session session = new TornadoSession(List.of(program), target, device, true)) {
            Results results = session.run(program, Feed.at(6).rowOffset(2));
            for (NoiseKind kind : NoiseKind.values()) {
                assertDraws(kind, kind.label(), 10, results);
            }
            assertDraws(undrawn, "weights", 0, results);
        }
    }

    private static void assertDraws(NoiseKind kind, String name, int first, Results results) {
        NoiseDraws expected = new NoiseAddress(kind, 4, Domain.TRAIN, name, 6).draws();
        float[] actual = results.get(name).toFloats();
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("%s %s", kind.label(), i).isEqualTo(expected.get(first + i));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("exhaustive")
    void everyWordGivesTheDrawOfNoiseV1(NoiseKind kind) {
        long begin = System.nanoTime();
        long differences = 0;
        try (NoiseCheck check = new NoiseCheck(device, kind, 1, 1 << BLOCK_BITS)) {
            for (long first = 0; first < 1L << 32; first += 1 << BLOCK_BITS) {
                differences += check.differences((int) first, 1);
            }
        }
        System.out.printf("%s noise on %s, 2^32 words: %d differ from Java's, %d s%n",
                kind.label(), TornadoBackend.name(device), differences, Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        assertThat(differences).isZero();
    }
}
