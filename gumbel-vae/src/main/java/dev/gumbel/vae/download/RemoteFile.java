package dev.gumbel.vae.download;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A gzipped file that mirrors hold under one name.
 *
 * @param unpackedSize bytes of what it unpacks to
 * @param sha256 of the file, or of what it unpacks to where mirrors packed it differently
 */
public record RemoteFile(String name, long unpackedSize, String sha256) {
    private static final int GZIP_OVERHEAD = 1000;

    /** The most bytes the packed file can have. */
    long mostBytes() {
        return unpackedSize + GZIP_OVERHEAD;
    }

    /** Whether a file on the disk is this one. Takes no more memory than the true file needs, whatever the file on the disk claims to be. */
    boolean matches(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > mostBytes()) {
            return false;
        }
        byte[] packed = Files.readAllBytes(file);
        return Checksums.sha256(packed).equals(sha256) || unpacksToSum(packed);
    }

    private boolean unpacksToSum(byte[] packed) throws IOException {
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] unpacked = stream.readNBytes((int) unpackedSize);
            return stream.read() < 0 && Checksums.sha256(unpacked).equals(sha256);
        } catch (EOFException | ZipException notGzip) {
            return false;
        }
    }
}
