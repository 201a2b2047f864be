package dev.gumbel.io;

import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
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
    private static final int CHUNK = 1 << 18;

    /** What a file holds: tensors in the file's order, and texts by name. */
    public record Contents(Map<String, HostTensor> tensors, Map<String, String> metadata) {}

    private Safetensors() {}

    /**
     * Writes tensors to a file, which is replaced if it is there.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Map<String, HostTensor> tensors) throws IOException {
        write(file, tensors, Map.of());
    }

    /**
     * Writes tensors, and texts by name, to a file, which is replaced if it is there; the file is on the device when this returns.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Map<String, HostTensor> tensors, Map<String, String> metadata) throws IOException {
        Header header = Header.of(tensors, metadata);
        byte[] text = header.json();
        // Not mapped: where the disk is full, writing to mapped memory ends the process.
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).flip());
            writeFully(channel, ByteBuffer.wrap(text));
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
            for (Map.Entry<String, Header.Entry> named : header.entries().entrySet()) {
                HostTensor tensor = Objects.requireNonNull(tensors.get(named.getKey()), "the header is made of the tensors");
                write(channel, chunk, tensor, named.getValue());
            }
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer chunk, HostTensor tensor, Header.Entry entry) throws IOException {
        DataType type = entry.type();
        int most = CHUNK / type.bytes();
        for (long start = 0; start < entry.elements(); start += most) {
            long count = Math.min(most, entry.elements() - start);
            MemorySegment.copy(
                    tensor.segment(), nativeLayout(type), start * type.bytes(), MemorySegment.ofBuffer(chunk.clear()), littleEndian(type), 0, count);
            writeFully(channel, chunk.limit(Math.toIntExact(count * type.bytes())));
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Reads all tensors of a file, in the file's order.
     *
     * @throws FormatException if the file is not in the format; nothing is taken on the header's word alone
     * @throws IOException if the file cannot be read
     */
    public static Map<String, HostTensor> read(Path file) throws IOException {
        return readContents(file).tensors();
    }

    /**
     * Reads all that a file holds.
     *
     * @throws FormatException if the file is not in the format; nothing is taken on the header's word alone
     * @throws IOException if the file cannot be read
     */
    public static Contents readContents(Path file) throws IOException {
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
            return new Contents(tensors, header.metadata());
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
