package dev.gumbel.vae;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Hand-made sets in MNIST's form: small, and each image tells its own number. */
public final class IdxFiles {
    public static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    public static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    public static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    public static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    private static final int CLASSES = 4;

    private IdxFiles() {}

    /** A header of big-endian integers, then the elements. */
    public static byte[] idx(int magic, int[] extents, byte[] elements) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * extents.length + elements.length).putInt(magic);
        for (int extent : extents) {
            file.putInt(extent);
        }
        return file.put(elements).array();
    }

    /** A file of square images: each a bright band as high up as its class says; its first two pixels hold its number. */
    public static byte[] images(int count, int side) {
        return idx(0x803, new int[] {count, side, side}, pixels(count, side));
    }

    /** The pixels of {@link #images}. */
    public static byte[] pixels(int count, int side) {
        byte[] pixels = new byte[count * side * side];
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (side * side);
            int row = i / side % side;
            pixels[i] = (byte) (row * CLASSES / side == image % CLASSES ? 200 + i % side : 0);
        }
        for (int image = 0; image < count; image++) {
            pixels[image * side * side] = (byte) image;
            pixels[image * side * side + 1] = (byte) (image >> 8);
        }
        return pixels;
    }

    /** The file of the labels that belong to {@link #images}. */
    public static byte[] labels(int count) {
        return idx(0x801, new int[] {count}, labelBytes(count));
    }

    /** The labels that belong to {@link #pixels}. */
    public static byte[] labelBytes(int count) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % CLASSES);
        }
        return labels;
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    /** Writes the four files of a set of 28 x 28 images: the training set plain, the test set gzipped. */
    public static Path writeSet(Path folder, int train, int test) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(TRAIN_IMAGES), images(train, 28));
        Files.write(folder.resolve(TRAIN_LABELS), labels(train));
        Files.write(folder.resolve(TEST_IMAGES + ".gz"), gzip(images(test, 28)));
        Files.write(folder.resolve(TEST_LABELS + ".gz"), gzip(labels(test)));
        return folder;
    }
}
