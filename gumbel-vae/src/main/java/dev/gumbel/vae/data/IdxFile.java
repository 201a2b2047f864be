package dev.gumbel.vae.data;

import dev.gumbel.vae.download.Checksums;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array in the IDX format of the MNIST files: a magic number, the extents as big-endian integers, the elements.
 *
 * @param dims the extents, outermost first
 * @param data the elements as bytes, in row-major order
 * @param sha256 of the unpacked file
 */
record IdxFile(int[] dims, byte[] data, String sha256) {
    private static final int CHUNK = 1 << 20;
    private static final int GZIP_FIRST = 0x1F;
    private static final int GZIP_SECOND = 0x8B;
    private static final int MOST_SIDE = 1024;

    /** Reads images [n, rows, columns] of grey values, 0 to 255 or, in floating point, 0 to 1. */
    static IdxFile images(Path file) {
        return read(file, "images", 3, 3);
    }

    /** Reads labels [n], or [n, columns] of which the first column is the class, as in QMNIST. */
    static IdxFile labels(Path file) {
        IdxFile read = read(file, "labels", 1, 2);
        if (read.dims().length == 1) {
            return read;
        }
        int columns = read.dims()[1];
        byte[] first = new byte[read.dims()[0]];
        for (int i = 0; i < first.length; i++) {
            first[i] = read.data()[i * columns];
        }
        return new IdxFile(new int[] {first.length}, first, read.sha256());
    }

    /** Reads a file, plain or gzipped. Memory is taken as elements arrive, never on the header's word alone. */
    private static IdxFile read(Path file, String kind, int lowestRank, int highestRank) {
        try (InputStream stream = open(file)) {
            byte[] magic = stream.readNBytes(4);
            ElementType type = type(file, kind, magic, lowestRank, highestRank);
            byte[] extents = stream.readNBytes(4 * magic[3]);
            int[] dims = dims(file, kind, magic.length + extents.length, magic[3], extents);
            long size = Arrays.stream(dims).asLongStream().reduce(1, (one, other) -> one * other);
            byte[] raw = elements(file, stream, size * type.bytes());
            ByteBuffer header = ByteBuffer.allocate(magic.length + extents.length).put(magic).put(extents);
            // Of labels that have columns only the first counts, and others may be large.
            int step = kind.equals("labels") && dims.length == 2 ? dims[1] : 1;
            return new IdxFile(dims, type.toBytes(file, raw, step), Checksums.sha256(header.array(), raw));
        } catch (EOFException | ZipException broken) {
            throw new DataException("%s: the gzip stream is truncated or corrupt (%s); fetch the file again".formatted(
                    file, broken.getMessage()), broken);
        } catch (IOException failure) {
            throw new DataException("%s: cannot be read (%s); check that it is a file you may read".formatted(file, failure), failure);
        }
    }

    /** Tells gzip from plain by the first two bytes, not by the name. */
    private static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK);
        byte[] start = raw.readNBytes(2);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(start), raw);
        boolean zipped = start.length == 2 && (start[0] & 0xFF) == GZIP_FIRST && (start[1] & 0xFF) == GZIP_SECOND;
        return zipped ? new GZIPInputStream(whole, CHUNK) : whole;
    }

    private static ElementType type(Path file, String kind, byte[] magic, int lowestRank, int highestRank) {
        if (magic.length < 4) {
            throw new DataException("%s: %d bytes, expected an IDX header of %d; the file is empty or truncated: fetch it again".formatted(
                    file, magic.length, 4 + 4 * lowestRank));
        }
        Optional<ElementType> type = magic[0] == 0 && magic[1] == 0 ? ElementType.of(magic[2]) : Optional.empty();
        if (type.isEmpty() || magic[3] < lowestRank || magic[3] > highestRank) {
            throw new DataException("%s: magic number %08x, expected %08x (%s); is it another file under this name?".formatted(
                    file, ByteBuffer.wrap(magic).getInt(), 0x0800 | lowestRank, kind));
        }
        return type.get();
    }

    private static int[] dims(Path file, String kind, int read, int rank, byte... extents) {
        if (extents.length < 4 * rank) {
            throw new DataException("%s: %d bytes, expected an IDX header of %d; the file is empty or truncated: fetch it again".formatted(
                    file, read, 4 + 4 * rank));
        }
        int[] dims = new int[rank];
        ByteBuffer.wrap(extents).asIntBuffer().get(dims);
        for (int i = 0; i < rank; i++) {
            if (dims[i] < 1) {
                throw new DataException("%s: extent %d in the header, expected at least 1; fetch the file again".formatted(file, dims[i]));
            }
            if (i > 0 && dims[i] > MOST_SIDE) {
                throw new DataException("%s: %s of %s, expected at most %d; is it another set?".formatted(
                        file, kind, times(Arrays.copyOfRange(dims, 1, rank)), MOST_SIDE));
            }
        }
        return dims;
    }

    static String times(int... extents) {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
    }

    private static byte[] elements(Path file, InputStream stream, long size) throws IOException {
        if (size > Integer.MAX_VALUE - 8) {
            throw new DataException("%s: the header promises %d bytes, more than the %d one set may have".formatted(
                    file, size, Integer.MAX_VALUE - 8));
        }
        byte[] data = stream.readNBytes((int) size);
        if (data.length < size) {
            throw new DataException("%s: %d bytes of data, the header promises %d; the file is truncated: fetch it again".formatted(
                    file, data.length, size));
        }
        if (stream.read() >= 0) {
            throw new DataException("%s: more data than the %d bytes the header promises; fetch the file again".formatted(file, size));
        }
        return data;
    }
}
