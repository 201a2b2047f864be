package dev.gumbel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.reference.ReferenceProvider;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {
    private static final Variable WEIGHT = Variable.of("weight", Shape.of(2, 3), Initializer.fanIn(3));
    private static final Variable BIAS = Variable.of("bias", Shape.of(3), Initializer.fanIn(3));
    private static final Program PROGRAM = Program.named("sum").output("sum", WEIGHT.add(BIAS)).build();

    @TempDir
    private Path folder;

    private static Session open(long seed) {
        return new ReferenceProvider().create(Settings.defaults()).open(seed, PROGRAM);
    }

    @Test
    void anotherSessionGoesOnFromWhatOneHasSaved() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        try (Session one = open(1); Session other = open(2)) {
            Variables.save(file, one, one.variables());
            assertThat(other.read(WEIGHT).toFloats()).isNotEqualTo(one.read(WEIGHT).toFloats());
            Variables.load(file, other, other.variables());
            assertThat(other.read(WEIGHT).toFloats()).isEqualTo(one.read(WEIGHT).toFloats());
            assertThat(other.read(BIAS).toFloats()).isEqualTo(one.read(BIAS).toFloats());
        }
    }

    @Test
    void onlyWhatIsAskedForIsChanged() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        try (Session one = open(1); Session other = open(2)) {
            Variables.save(file, one, one.variables());
            float[] before = other.read(BIAS).toFloats();
            Variables.load(file, other, List.of(WEIGHT));
            assertThat(other.read(WEIGHT).toFloats()).isEqualTo(one.read(WEIGHT).toFloats());
            assertThat(other.read(BIAS).toFloats()).isEqualTo(before);
        }
    }

    @Test
    void aFileOfAnotherModelChangesNothing() throws IOException {
        Path file = folder.resolve("other.safetensors");
        try (Session session = open(1)) {
            float[] before = session.read(WEIGHT).toFloats();
            Safetensors.write(file, Map.of("weight", HostTensor.zeros(Shape.of(2, 3), DataType.FLOAT32)));
            assertRefused(file, session, file + ": no 'bias'; it holds [weight]; is it of another model?");
            Safetensors.write(file, Map.of(
                    "weight", HostTensor.zeros(Shape.of(2, 3), DataType.FLOAT32), "bias", HostTensor.zeros(Shape.of(4), DataType.FLOAT32)));
            assertRefused(file, session, file + ": 'bias' is FLOAT32[4], expected FLOAT32[3]; is it of another model?");
            Safetensors.write(file, Map.of(
                    "weight", HostTensor.zeros(Shape.of(2, 3), DataType.FLOAT32), "bias", HostTensor.zeros(Shape.of(3), DataType.FLOAT64)));
            assertRefused(file, session, file + ": 'bias' is FLOAT64[3], expected FLOAT32[3]; is it of another model?");
            assertThat(session.read(WEIGHT).toFloats()).isEqualTo(before);
        }
    }

    private static void assertRefused(Path file, Session session, String message) {
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Variables.load(file, session, session.variables())).withMessage(message);
    }
}
