package dev.gumbel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.reference.ReferenceProvider;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Adam;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
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
            State.of(one).save(file);
            assertThat(other.read(WEIGHT).toFloats()).isNotEqualTo(one.read(WEIGHT).toFloats());
            State.load(file).writeTo(other);
            assertThat(other.read(WEIGHT).toFloats()).isEqualTo(one.read(WEIGHT).toFloats());
            assertThat(other.read(BIAS).toFloats()).isEqualTo(one.read(BIAS).toFloats());
        }
    }

    @Test
    void aStateMayHoldMoreThanASession() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Program half = Program.named("half").output("weight", WEIGHT.mul(2)).build();
        try (Session one = open(1); Session other = new ReferenceProvider().create(Settings.defaults()).open(2, half)) {
            State.of(one).save(file);
            State.load(file, other.variables()).writeTo(other);
            assertThat(other.read(WEIGHT).toFloats()).isEqualTo(one.read(WEIGHT).toFloats());
            assertThat(State.of(one, List.of(BIAS)).variables()).containsOnlyKeys("bias");
        }
    }

    private static Program training() {
        return Program.named("train").output("loss", WEIGHT.add(BIAS).sum()).updates(new Adam(0.1f).minimize(
                WEIGHT.add(BIAS).sum(), List.of(WEIGHT, BIAS))).build();
    }

    @Test
    void countersGoWithTheVariablesThroughFilesAndBytes() throws IOException {
        Path file = folder.resolve("state.safetensors");
        Program train = training();
        try (Session one = new ReferenceProvider().create(Settings.defaults()).open(1, train)) {
            for (int step = 0; step < 3; step++) {
                one.run(train, Feed.at(step));
            }
            State state = State.of(one);
            assertThat(state.counters()).containsExactly(Map.entry("adam.step", 3));
            assertThat(state.variables()).containsOnlyKeys("weight", "bias", "weight.adam.m", "weight.adam.v", "bias.adam.m", "bias.adam.v");
            state.save(file);
            assertThat(Safetensors.readContents(file).metadata()).containsEntry("adam.step", "3").containsEntry("gumbel.format", "2");
            assertThat(state.toBytes()).isEqualTo(Files.readAllBytes(file));
            for (State read : List.of(State.load(file), State.of(state.toBytes()), State.load(file, train.variables()))) {
                assertThat(read.difference(state)).isEmpty();
                try (Session other = new ReferenceProvider().create(Settings.defaults()).open(2, train)) {
                    read.writeTo(other);
                    other.run(train, Feed.at(3));
                    one.run(train, Feed.at(3));
                    assertThat(State.of(other).difference(State.of(one))).isEmpty();
                    state.writeTo(one);
                }
            }
        }
    }

    @Test
    void whereStatesDifferIsNamed() {
        HostTensor value = HostTensor.of(Shape.of(2), 1, 2);
        State state = new State(Map.of("a", value, "b", value), Map.of("adam.step", 3));
        assertThat(state.difference(state)).isEmpty();
        assertThat(state.difference(new State(Map.of("a", value, "b", value), Map.of("adam.step", 4)))).contains("adam.step");
        assertThat(state.difference(new State(Map.of("a", value), Map.of("adam.step", 3)))).contains("b");
        assertThat(state.difference(new State(Map.of("a", value, "b", HostTensor.of(Shape.of(2), 1, 3)), Map.of("adam.step", 3)))).contains("b");
        assertThat(state.difference(new State(Map.of("a", value, "b", HostTensor.of(Shape.of(1, 2), 1, 2)), Map.of("adam.step", 3)))).contains("b");
        assertThat(new State(Map.of(), Map.of()).difference(state)).contains("a");
    }

    /** Adam's steps were counted for each variable once. */
    @Test
    void countsOfBeforeAreReadAsOneCounter() throws IOException {
        Path file = folder.resolve("before.safetensors");
        Map<String, HostTensor> before = new HashMap<>(Map.of(
                "weight", HostTensor.zeros(Shape.of(2, 3), DataType.FLOAT32), "weight.adam.count", HostTensor.scalar(7),
                "bias", HostTensor.zeros(Shape.of(3), DataType.FLOAT32), "bias.adam.count", HostTensor.scalar(7)));
        for (String moment : List.of("m", "v")) {
            before.put("weight.adam." + moment, HostTensor.zeros(Shape.of(2, 3), DataType.FLOAT32));
            before.put("bias.adam." + moment, HostTensor.zeros(Shape.of(3), DataType.FLOAT32));
        }
        Safetensors.write(file, before);
        for (State state : List.of(State.load(file), State.load(file, training().variables()))) {
            assertThat(state.counters()).containsExactly(Map.entry("adam.step", 7));
            assertThat(state.variables()).doesNotContainKey("weight.adam.count").hasSize(6);
        }
        before.put("bias.adam.count", HostTensor.scalar(8));
        Safetensors.write(file, before);
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> State.load(file))
                .withMessage(file + ": its variables have taken different numbers of steps; it cannot be read as one optimiser's");
    }

    @Test
    void whatIsNotAStateIsRefused() throws IOException {
        Path file = folder.resolve("wrong.safetensors");
        Safetensors.write(file, Map.of(), Map.of("gumbel.format", "3"));
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> State.load(file))
                .withMessage(file + ": gumbel.format is '3', expected 1 or 2; was it written by a newer version?");
        Safetensors.write(file, Map.of(), Map.of("adam.step", "many"));
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> State.load(file))
                .withMessage(file + ": 'adam.step' is 'many', expected a number of steps");
        Safetensors.write(file, Map.of(), Map.of("adam.step", "-1"));
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> State.load(file))
                .withMessage(file + ": 'adam.step' is '-1', expected at least 0");
        try (Session session = open(1)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new State(Map.of(), Map.of()).writeTo(session))
                    .withMessage("state: no 'weight'; it holds []; is it of another model?");
        }
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> State.of(new byte[3]))
                .withMessage("bytes: 3 bytes, expected at least 8; the file is empty or truncated");
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
            State.load(file, session.variables()).writeTo(session);
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
        assertThatExceptionOfType(FormatException.class).isThrownBy(() -> State.load(file, session.variables())).withMessage(message);
    }
}
