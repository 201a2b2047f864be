package dev.gumbel.io;

import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Named tensors in a file or in bytes: the length of a JSON header (8 bytes, little-endian), the header, the elements (little-endian, row-major).
 *
 * <p>What is written depends on nothing but names and values: tensors by ascending name, the header padded with spaces to a multiple of 8 bytes.
 * The metadata hold the SHA-256 of all elements' bytes under {@value #CHECKSUM}; a file that has one is refused where its bytes give another.
 *
 * <p>F32, F64 and I32 are read as they are, F16 and BF16 as FLOAT32, which holds each of their values exactly. A tensor of another type may be in the
 * file, as PyTorch's counters of batches are, but cannot be read.
 * Source: the format's description in huggingface/safetensors.
 */
public final class Safetensors {
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHUNK = 1 << 18;
    private static final String CHECKSUM = "gumbel.sha256";

    /** What a file holds: tensors in the file's order, and texts by name, without the checksum. */
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
        // Not mapped: where the disk is full, writing to mapped memory ends the process.
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(tensors, metadata, channel);
            channel.force(true);
        }
    }

    /** What {@link #write(Path, Map, Map)} would write to a file. */
    public static byte[] toBytes(Map<String, HostTensor> tensors, Map<String, String> metadata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(tensors, metadata, Channels.newChannel(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(Map<String, HostTensor> tensors, Map<String, String> metadata, WritableByteChannel channel) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        for (HostTensor tensor : new TreeMap<>(tensors).values()) {
            inChunks(tensor, chunk, digest::update);
        }
        Map<String, String> texts = new TreeMap<>(metadata);
        texts.put(CHECKSUM, HexFormat.of().formatHex(digest.digest()));
        byte[] text = Header.of(tensors, texts).json();
        writeFully(channel, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).flip());
        writeFully(channel, ByteBuffer.wrap(text));
        for (HostTensor tensor : new TreeMap<>(tensors).values()) {
            inChunks(tensor, chunk, bytes -> writeFully(channel, bytes));
        }
    }

    /** Takes bytes of elements in the file's order. */
    private interface Sink {
        void take(ByteBuffer bytes) throws IOException;
    }

    private static void inChunks(HostTensor tensor, ByteBuffer chunk, Sink sink) throws IOException {
        DataType type = tensor.type();
        long elements = tensor.shape().size();
        int most = CHUNK / type.bytes();
        for (long start = 0; start < elements; start += most) {
            long count = Math.min(most, elements - start);
            MemorySegment.copy(
                    tensor.segment(), nativeLayout(type), start * type.bytes(), MemorySegment.ofBuffer(chunk.clear()), littleEndian(type), 0, count);
            sink.take(chunk.limit(Math.toIntExact(count * type.bytes())));
        }
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * Reads all tensors of a file, in the file's order.
     *
     * @throws FormatException if the file is not in the format, does not match its checksum, or holds a tensor of a type that cannot be read
     * @throws IOException if the file cannot be read
     */
    public static Map<String, HostTensor> read(Path file) throws IOException {
        return readContents(file).tensors();
    }

    /**
     * Reads those tensors of a file that are named, as far as it has them, in the file's order. The others may be of any type.
     *
     * @throws FormatException if the file is not in the format, does not match its checksum, or a named tensor is of a type that cannot be read
     * @throws IOException if the file cannot be read
     */
    public static Map<String, HostTensor> read(Path file, Collection<String> names) throws IOException {
        return read(file, Set.copyOf(names)::contains).tensors();
    }

    /**
     * The names of all tensors of a file, in the file's order.
     *
     * @throws FormatException if the file is not in the format or does not match its checksum
     * @throws IOException if the file cannot be read
     */
    public static List<String> names(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        read(file, name -> {
            names.add(name);
            return false;
        });
        return names;
    }

    /**
     * Reads all that a file holds.
     *
     * @throws FormatException if the file is not in the format, does not match its checksum, or holds a tensor of a type that cannot be read
     * @throws IOException if the file cannot be read
     */
    public static Contents readContents(Path file) throws IOException {
        return read(file, name -> true);
    }

    /**
     * Reads all that the bytes of a file hold.
     *
     * @param source what messages call the bytes
     * @throws FormatException if they are not in the format, do not match their checksum, or hold a tensor of a type that cannot be read
     */
    public static Contents parse(String source, byte[] bytes) {
        return parse(source, MemorySegment.ofArray(bytes), name -> true);
    }

    /** Reads the wanted tensors of a file. */
    static Contents read(Path file, Predicate<String> wanted) throws IOException {
        try (Arena arena = Arena.ofConfined(); FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return parse(file.toString(), channel.map(MapMode.READ_ONLY, 0, channel.size(), arena), wanted);
        }
    }

    /** Nothing is taken on the header's word alone. */
    private static Contents parse(String source, MemorySegment bytes, Predicate<String> wanted) {
        if (bytes.byteSize() < Long.BYTES) {
            throw new FormatException("%s: %d bytes, expected at least 8; the file is empty or truncated".formatted(source, bytes.byteSize()));
        }
        long length = bytes.get(LENGTH, 0);
        long rest = bytes.byteSize() - Long.BYTES;
        if (length < 2 || length > rest || length > Header.MOST_BYTES) {
            throw new FormatException("%s: a header of %d bytes in a file of %d; is it a safetensors file?".formatted(
                    source, length, bytes.byteSize()));
        }
        byte[] text = bytes.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
        Header header = Header.parse(source, text, rest - length);
        MemorySegment data = bytes.asSlice(Long.BYTES + length);
        Map<String, String> metadata = new TreeMap<>(header.metadata());
        requireUndamaged(source, data, metadata.remove(CHECKSUM));
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        header.entries().forEach((name, entry) -> {
            if (wanted.test(name)) {
                tensors.put(name, Decoder.decode(source, name, entry, data));
            }
        });
        return new Contents(tensors, metadata);
    }

    /** Files of other writers have no checksum. */
    private static void requireUndamaged(String source, MemorySegment data, @Nullable String expected) {
        if (expected == null) {
            return;
        }
        MessageDigest digest = sha256();
        for (long start = 0; start < data.byteSize(); start += CHUNK) {
            digest.update(data.asSlice(start, Math.min(CHUNK, data.byteSize() - start)).asByteBuffer());
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(expected)) {
            throw new FormatException(source + ": its data do not match their checksum; the file is damaged");
        }
    }

    static ValueLayout nativeLayout(DataType type) {
        return switch (type) {
            case FLOAT32, INT32 -> ValueLayout.JAVA_INT_UNALIGNED;
            case FLOAT64 -> ValueLayout.JAVA_LONG_UNALIGNED;
        };
    }

    static ValueLayout littleEndian(DataType type) {
        return nativeLayout(type).withOrder(ByteOrder.LITTLE_ENDIAN);
    }
}
