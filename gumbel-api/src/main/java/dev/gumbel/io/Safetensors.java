package dev.gumbel.io;

import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Named tensors in a file: the length of a JSON header (8 bytes, little-endian), the header, the elements (little-endian, row-major).
 *
 * <p>What is written depends on nothing but names and values: tensors by ascending name, the header padded with spaces to a multiple of 8 bytes.
 * Source: the format's description in huggingface/safetensors.
 */
public final class Safetensors {
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Safetensors() {}

    /**
     * Writes tensors to a file, which is replaced if it is there.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Map<String, HostTensor> tensors) throws IOException {
        Header header = Header.of(tensors);
        byte[] text = header.json();
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long start = Long.BYTES + text.length;
            MemorySegment target = channel.map(MapMode.READ_WRITE, 0, start + header.dataBytes(), arena);
            target.set(LENGTH, 0, text.length);
            MemorySegment.copy(text, 0, target, ValueLayout.JAVA_BYTE, Long.BYTES, text.length);
            header.entries().forEach((name, entry) -> {
                MemorySegment elements = Objects.requireNonNull(tensors.get(name), "the header is made of the tensors").segment();
                DataType type = entry.type();
                MemorySegment.copy(elements, nativeLayout(type), 0, target, littleEndian(type), start + entry.begin(), entry.elements());
            });
        }
    }

    /**
     * Reads all tensors of a file, in the file's order.
     *
     * @throws FormatException if the file is not in the format; nothing is taken on the header's word alone
     * @throws IOException if the file cannot be read
     */
    public static Map<String, HostTensor> read(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined(); FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment source = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            if (source.byteSize() < Long.BYTES) {
                throw new FormatException("%s: %d bytes, expected at least 8; the file is empty or truncated".formatted(file, source.byteSize()));
            }
            long length = source.get(LENGTH, 0);
            long rest = source.byteSize() - Long.BYTES;
            if (length < 2 || length > rest || length > Header.MOST_BYTES) {
                throw new FormatException("%s: a header of %d bytes in a file of %d; is it a safetensors file?".formatted(
                        file, length, source.byteSize()));
            }
            byte[] text = source.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
            Header header = Header.parse(file, text, rest - length);
            Map<String, HostTensor> tensors = new LinkedHashMap<>();
            header.entries().forEach((name, entry) -> {
                HostTensor tensor = HostTensor.zeros(entry.shape(), entry.type());
                long start = Long.BYTES + length + entry.begin();
                MemorySegment.copy(source, littleEndian(entry.type()), start, tensor.segment(), nativeLayout(entry.type()), 0, entry.elements());
                tensors.put(name, tensor);
            });
            return tensors;
        }
    }

    private static ValueLayout nativeLayout(DataType type) {
        return switch (type) {
            case FLOAT32, INT32 -> ValueLayout.JAVA_INT_UNALIGNED;
            case FLOAT64 -> ValueLayout.JAVA_LONG_UNALIGNED;
        };
    }

    private static ValueLayout littleEndian(DataType type) {
        return nativeLayout(type).withOrder(ByteOrder.LITTLE_ENDIAN);
    }
}
