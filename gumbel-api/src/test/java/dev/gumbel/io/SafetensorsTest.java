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
import java.util.List;
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
        // sha256sum of the bytes 00 00 80 3f 00 00 00 c0.
        String expected = "{\"__metadata__\":{\"gumbel.sha256\":\"%s\"},%s".formatted(
                "ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b", HEADER.substring(1));
        int length = (expected.length() + 7) / 8 * 8;
        assertThat(bytes.getLong()).isEqualTo(length);
        byte[] header = new byte[length];
        bytes.get(header);
        assertThat(new String(header, StandardCharsets.UTF_8)).isEqualTo(expected + " ".repeat(length - expected.length()));
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
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}| tensor 'a' is of type 'I64', expected F32, F64, F16, BF16 or I32",
        "{\"a\":{\"dtype\":\"X99\",\"shape\":[1],\"data_offsets\":[0,8]}}| tensor 'a' is of type 'X99', expected F32, F64, F16, BF16 or I32",
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,8]}}| tensor 'a': 8 bytes do not hold [2] of I64",
        "{\"a\":{\"dtype\":\"F6_E2M3\",\"shape\":[10],\"data_offsets\":[0,8]}}| tensor 'a': 8 bytes do not hold [10] of F6_E2M3",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}| tensor 'a': 8 bytes do not hold [3] of F32",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"b\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}"
            + "| tensor 'a': shape [0]: every extent must be at least 1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}| tensor 'a': expected whole numbers of at least 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}| the data has a hole or an overlap at byte 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}| 8 bytes of data, the header describes 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9999999,9999999,9999999],\"data_offsets\":[0,8]}}| tensor 'a': 8 bytes do not hold [9999999, 9",
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

    /** Each bit of the elements, one after the other. */
    @Test
    void aFlippedBitIsTold() throws IOException {
        Path file = folder.resolve("weights");
        Safetensors.write(file, Map.of("a", HostTensor.of(Shape.of(3), 1f, -2f, 0f), "b", HostTensor.ids(Shape.of(2), 7, 8)));
        byte[] whole = Files.readAllBytes(file);
        int begin = Math.toIntExact(Long.BYTES + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong());
        assertThat(whole.length - begin).isEqualTo(20);
        for (int bit = 0; bit < 160; bit++) {
            byte[] damaged = whole.clone();
            damaged[begin + bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            String message = file + ": its data do not match their checksum; the file is damaged";
            assertThatThrownBy(() -> Safetensors.read(file)).as("bit " + bit).isInstanceOf(FormatException.class).hasMessage(message);
            // The damage may lie in a tensor that is not asked for.
            assertThatThrownBy(() -> Safetensors.read(file, List.of("a"))).isInstanceOf(FormatException.class).hasMessage(message);
        }
    }

    @Test
    void filesWithoutAChecksumAreRead() throws IOException {
        assertThat(Safetensors.read(file(HEADER, 8)).get("a").toFloats()).containsExactly(0, 0);
    }

    /** Every type of the format, and one that is yet to come, beside a tensor that is wanted. */
    @ParameterizedTest
    @CsvSource({"BOOL, 8", "U8, 8", "I8, 8", "F8_E5M2, 8", "F8_E4M3, 8", "F8_E8M0, 8", "F4, 16", "I16, 4", "U16, 4", "F16, 4", "BF16, 4",
        "I32, 2", "U32, 2", "F32, 2", "F64, 1", "I64, 1", "U64, 1", "C64, 1", "F128_TO_COME, 3"})
    void aTensorOfAnotherTypeMayStandBesideTheWantedOne(String dtype, int elements) throws IOException {
        Path file = file("""
                {"count":{"dtype":"%s","shape":[%d],"data_offsets":[0,8]},"none":{"dtype":"I64","shape":[0],"data_offsets":[8,8]},\
                "a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""".formatted(dtype, elements), 16);
        assertThat(Safetensors.read(file, List.of("a", "absent"))).containsOnlyKeys("a");
        assertThat(Safetensors.names(file)).containsExactly("count", "none", "a");
    }

    @Test
    void offsetsOfTensorsThatAreNotAskedForAreCheckedToo() throws IOException {
        Path file = file("{\"count\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[12,20]}," + HEADER.substring(1), 20);
        assertThatThrownBy(() -> Safetensors.read(file, List.of("a"))).isInstanceOf(FormatException.class)
                .hasMessage(file + ": the data has a hole or an overlap at byte 8");
    }

    /** All 65,536 values, against the definitions of the formats. */
    @ParameterizedTest
    @CsvSource({"F16, 5, 10", "BF16, 8, 7"})
    void halvesAreWidenedExactly(String dtype, int exponentBits, int mantissaBits) throws IOException {
        Path file = file("{\"a\":{\"dtype\":\"%s\",\"shape\":[65536],\"data_offsets\":[0,131072]}}".formatted(dtype), 131072);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < 65536; i++) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(bytes.length - 131072 + 2 * i, (short) i);
        }
        Files.write(file, bytes);
        HostTensor widened = Safetensors.read(file).get("a");
        assertThat(widened.type()).isEqualTo(DataType.FLOAT32);
        int largest = (1 << exponentBits) - 1;
        int bias = largest / 2;
        for (int i = 0; i < 65536; i++) {
            double sign = i < 32768 ? 1 : -1;
            int exponent = i >> mantissaBits & largest;
            double fraction = (i & (1 << mantissaBits) - 1) / (double) (1 << mantissaBits);
            double expected = exponent == largest ? (fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN)
                    : sign * (exponent == 0 ? fraction * Math.scalb(1.0, 1 - bias) : (1 + fraction) * Math.scalb(1.0, exponent - bias));
            assertThat(Double.compare(widened.get(i), expected)).as("bits %x: %s, expected %s", i, widened.get(i), expected).isZero();
        }
    }

    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(folder.resolve("made"), bytes.putLong(text.length).put(text).array());
    }
}
