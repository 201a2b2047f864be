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
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of bytes in the IDX format of the MNIST files: a magic number, the extents as big-endian integers, the elements.
 *
 * @param dims the extents, outermost first
 * @param data the elements in row-major order
 * @param sha256 of the unpacked file
 */
record IdxFile(int[] dims, byte[] data, String sha256) {
    private static final int UNSIGNED_BYTES = 0x0800;
    private static final int CHUNK = 1 << 20;
    private static final int GZIP_FIRST = 0x1F;
    private static final int GZIP_SECOND = 0x8B;

    /**
     * Reads a file, plain or gzipped. Memory is taken as elements arrive, never on the header's word alone.
     *
     * @param item the extents of one element of the outermost axis, which the file's must equal: rows and columns of images, none for labels
     */
    static IdxFile read(Path file, int... item) {
        try (InputStream stream = open(file)) {
            byte[] header = stream.readNBytes(8 + 4 * item.length);
            int[] dims = dims(file, header, item);
            long size = Arrays.stream(dims).asLongStream().reduce(1, (one, other) -> one * other);
            byte[] data = elements(file, stream, size);
            return new IdxFile(dims, data, Checksums.sha256(header, data));
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

    private static int[] dims(Path file, byte[] header, int... item) {
        int rank = 1 + item.length;
        if (header.length < 4 + 4 * rank) {
            throw new DataException("%s: %d bytes, expected an IDX header of %d; the file is empty or truncated: fetch it again".formatted(
                    file, header.length, 4 + 4 * rank));
        }
        ByteBuffer buffer = ByteBuffer.wrap(header);
        int magic = buffer.getInt();
        int expected = UNSIGNED_BYTES | rank;
        if (magic != expected) {
            throw new DataException("%s: magic number %08x, expected %08x (%s); is it another file under this name?".formatted(
                    file, magic, expected, rank == 1 ? "labels" : "images"));
        }
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = buffer.getInt();
            if (dims[i] < 1) {
                throw new DataException("%s: extent %d in the header, expected at least 1; fetch the file again".formatted(file, dims[i]));
            }
        }
        if (!Arrays.equals(dims, 1, rank, item, 0, item.length)) {
            throw new DataException("%s: images of %s pixels, expected %s; is it another set?".formatted(
                    file, times(Arrays.copyOfRange(dims, 1, rank)), times(item)));
        }
        return dims;
    }

    private static String times(int... extents) {
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
