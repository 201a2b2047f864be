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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    /** As PyTorch saves a layer of batch normalisation: num_batches_tracked is a scalar of 64 bits. */
    @Test
    void aCounterOfPyTorchsBesideTheWeightsIsPassedOver() throws IOException {
        String header = "{\"num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"weight\":{\"dtype\":\"BF16\",\"shape\":[2,3],\"data_offsets\":[8,20]},"
                + "\"bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[20,32]}}";
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + header.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8)).putLong(1000);
        for (int i = 0; i < 6; i++) {
            // 1.5 in the upper half of a float.
            bytes.putShort((short) (Float.floatToRawIntBits(1.5f) >> 16));
        }
        bytes.putFloat(1).putFloat(2).putFloat(3);
        Path file = Files.write(folder.resolve("torch.safetensors"), bytes.array());
        try (Session session = open(1)) {
            Variables.load(file, session, session.variables());
            assertThat(session.read(WEIGHT).toFloats()).containsOnly(1.5f);
            assertThat(session.read(BIAS).toFloats()).containsExactly(1, 2, 3);
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
