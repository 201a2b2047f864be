package dev.gumbel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final String HEADER = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadToTheLastBit() throws IOException {
        Path file = folder.resolve("all");
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("z", HostTensor.of(Shape.of(2, 3), 1f, -0f, Float.NaN, Float.POSITIVE_INFINITY, 1e-40f, 3e38f));
        tensors.put("b", HostTensor.of(Shape.scalar(), Math.PI));
        tensors.put("a", HostTensor.ids(Shape.of(3), -1, 0, Integer.MAX_VALUE));
        Safetensors.write(file, tensors);
        Map<String, HostTensor> read = Safetensors.read(file);
        assertThat(read).containsOnlyKeys("a", "b", "z");
        tensors.forEach((name, tensor) -> {
            HostTensor other = read.get(name);
            assertThat(other.shape()).isEqualTo(tensor.shape());
            assertThat(other.type()).isEqualTo(tensor.type());
            assertThat(other.segment().mismatch(tensor.segment())).as(name).isEqualTo(-1);
        });
    }

    @Test
    void theBytesAreTheFormats() throws IOException {
        Path file = folder.resolve("bytes");
        Safetensors.write(file, Map.of("a", HostTensor.of(Shape.of(2), 1f, -2f)));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (HEADER.length() + 7) / 8 * 8;
        assertThat(bytes.getLong()).isEqualTo(length);
        byte[] header = new byte[length];
        bytes.get(header);
        assertThat(new String(header, StandardCharsets.UTF_8)).isEqualTo(HEADER + " ".repeat(length - HEADER.length()));
        assertThat(bytes.getFloat()).isEqualTo(1f);
        assertThat(bytes.getFloat()).isEqualTo(-2f);
        assertThat(bytes.remaining()).isZero();
    }

    @Test
    void theOrderTensorsAreGivenInDoesNotMatter() throws IOException {
        HostTensor one = HostTensor.scalar(1);
        HostTensor two = HostTensor.scalar(2);
        Map<String, HostTensor> there = new LinkedHashMap<>(Map.of("a", one));
        there.put("b", two);
        Map<String, HostTensor> back = new LinkedHashMap<>(Map.of("b", two));
        back.put("a", one);
        Safetensors.write(folder.resolve("there"), there);
        Safetensors.write(folder.resolve("back"), back);
        assertThat(folder.resolve("there")).hasSameBinaryContentAs(folder.resolve("back"));
    }

    @Test
    void metadataOfOtherWritersIsPassedOver() throws IOException {
        Path file = file("{\"__metadata__\":{\"format\":\"pt\"}," + HEADER.substring(1), 8);
        assertThat(Safetensors.read(file)).containsOnlyKeys("a");
    }

    @Test
    void metadataComeBack() throws IOException {
        Path file = folder.resolve("told");
        Map<String, String> metadata = Map.of("step", "7", "words", "\"quoted\" \u00e9\n");
        Safetensors.write(file, Map.of("a", HostTensor.scalar(1)), metadata);
        assertThat(Safetensors.readContents(file).metadata()).isEqualTo(metadata);
        assertThat(Safetensors.readContents(file).tensors()).containsOnlyKeys("a");
    }

    /** Larger than what is written at once, and not a multiple of it. */
    @Test
    void aLargeTensorComesBack() throws IOException {
        Path file = folder.resolve("large");
        HostTensor tensor = HostTensor.zeros(Shape.of(70_001, 3), DataType.FLOAT32);
        for (int i = 0; i < tensor.shape().size(); i++) {
            tensor.set(i, i * 0.37);
        }
        Safetensors.write(file, Map.of("a", tensor, "b", HostTensor.scalar(5)));
        assertThat(Safetensors.read(file).get("a").segment().mismatch(tensor.segment())).isEqualTo(-1);
        assertThat(Safetensors.read(file).get("b").item()).isEqualTo(5);
    }

    /** What is written to /dev/full finds no space left. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsToldByTheSystem() {
        assertThatIOException().isThrownBy(() -> Safetensors.write(Path.of("/dev/full"), Map.of("a", HostTensor.scalar(1))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]| the header is no JSON object",
        "{\"a\":| the header is no JSON",
        "{\"a\":3}| tensor 'a' is not described by an object",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{}}| the header is no JSON: Duplicate",
        "{\"a\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}| tensor 'a' is of type 'BF16', expected F32, F64 or I32",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}| tensor 'a': 8 bytes do not hold [3] of F32",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}| tensor 'a': shape [0]: every extent must be at least 1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}| tensor 'a': expected whole numbers of at least 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}| the data has a hole or an overlap at byte 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}| 8 bytes of data, the header describes 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9999999,9999999,9999999],\"data_offsets\":[0,8]}}| tensor 'a': shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}| tensor 'a': data_offsets [], expected begin and end",
        "{\"__metadata__\":[]}| __metadata__ is no object",
        "{\"__metadata__\":{\"a\":1}}| __metadata__: 'a' is no text",
        "{} x| the header is no JSON"
    })
    void aWrongHeaderIsTold(String header, String problem) throws IOException {
        Path file = file(header, 8);
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + ": " + problem.strip());
    }

    /** Found by fuzzing: taken for UTF-32 by its zeros, and refused by an exception of another kind. */
    @Test
    void aHeaderInAnotherEncodingIsNone() throws IOException {
        Path file = file("{\0\0\0\0esa\0\0\0}", 8);
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FormatException.class)
                .hasMessageStartingWith(file + ": the header is no JSON");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void aFileTooShortForALengthIsTold(int size) throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[size]);
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FormatException.class)
                .hasMessageContaining(size + " bytes, expected at least 8");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 9, Long.MAX_VALUE})
    void aHeadersLengthIsNotTrusted(long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Path file = Files.write(folder.resolve("liar"), bytes.array());
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FormatException.class)
                .hasMessageContaining("a header of " + length + " bytes in a file of 16");
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(folder.resolve("made"), bytes.putLong(text.length).put(text).array());
    }
}
