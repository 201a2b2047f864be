package dev.gumbel.vae.cli;

import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Folders of data with one fault each, under the names by which docs/errors.md speaks of them. */
final class BadSets {
    private static final String GZ = ".gz";

    private BadSets() {}

    /** Makes all of them, and {@code set}, which has no fault: 40 training images, plain, and 23 test images, gzipped. */
    static void write(Path place) throws IOException {
        IdxFiles.writeSet(place.resolve("set"), 40, 23);
        Files.writeString(place.resolve("a-file"), "no folder");
        Path half = set(place, "half-a-set");
        Files.delete(half.resolve(IdxFiles.TEST_IMAGES + GZ));
        Files.delete(half.resolve(IdxFiles.TEST_LABELS + GZ));
        Files.delete(set(place, "no-labels").resolve(IdxFiles.TRAIN_LABELS));
        broken(place);
        misfits(place);
        changedRuns(place);
    }

    private static void changedRuns(Path place) throws IOException {
        Files.writeString(Files.createDirectory(place.resolve("changed-config")).resolve("config.json"), "{}");
    }

    private static void broken(Path place) throws IOException {
        replace(place, "empty-file", IdxFiles.TRAIN_IMAGES);
        replace(place, "empty-gz", IdxFiles.TEST_IMAGES + GZ);
        replace(place, "truncated", IdxFiles.TRAIN_IMAGES, Arrays.copyOf(IdxFiles.images(40, 28), 1000));
        replace(place, "truncated-gz", IdxFiles.TEST_LABELS + GZ, Arrays.copyOf(IdxFiles.gzip(IdxFiles.labels(23)), 20));
        byte[] corrupt = IdxFiles.gzip(IdxFiles.images(23, 28));
        corrupt[40] ^= 0x10;
        replace(place, "corrupt-gz", IdxFiles.TEST_IMAGES + GZ, corrupt);
        replace(place, "web-page", IdxFiles.TRAIN_LABELS, "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII));
        replace(place, "too-long", IdxFiles.TRAIN_LABELS, Arrays.copyOf(IdxFiles.labels(40), 49));
        byte[] lie = IdxFiles.idx(0x803, new int[] {2_700_000, 28, 28}, new byte[100]);
        replace(place, "two-gigabytes-promised", IdxFiles.TRAIN_IMAGES, lie);
    }

    private static void misfits(Path place) throws IOException {
        replace(place, "27-rows", IdxFiles.TRAIN_IMAGES, IdxFiles.idx(0x803, new int[] {40, 27, 28}, new byte[40 * 27 * 28]));
        replace(place, "labels-as-images", IdxFiles.TRAIN_IMAGES, IdxFiles.labels(40));
        replace(place, "images-as-labels", IdxFiles.TRAIN_LABELS, IdxFiles.images(40, 28));
        replace(place, "a-label-too-few", IdxFiles.TRAIN_LABELS, IdxFiles.labels(39));
        replace(place, "no-image", IdxFiles.TRAIN_IMAGES, IdxFiles.images(0, 28));
    }

    private static Path set(Path place, String name) throws IOException {
        return IdxFiles.writeSet(place.resolve(name), 40, 23);
    }

    private static void replace(Path place, String name, String file, byte... content) throws IOException {
        Files.write(set(place, name).resolve(file), content);
    }
}
