package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every fault of a data set as a user meets it: one line that names the file, exit code 2, no run folder. */
class BadDataTest {
    @TempDir
    private Path temporary;

    /** Damages a set of 40 training images, plain, and 23 test images, gzipped. */
    @FunctionalInterface
    private interface Fault {
        void damage(Path folder) throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> halfASet() {
        return Stream.of(
                refused("no training images", delete(IdxFiles.TRAIN_IMAGES), "no train-images-idx3-ubyte[.gz]; the folder must hold all four"),
                refused("no test labels", delete(IdxFiles.TEST_LABELS + ".gz"), "no t10k-labels-idx1-ubyte[.gz]; the folder must hold all four"));
    }

    @TestFactory
    Stream<DynamicTest> brokenFiles() {
        byte[] page = "<!DOCTYPE html>".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                refused("empty", write(IdxFiles.TRAIN_IMAGES), "train-images-idx3-ubyte: 0 bytes, expected an IDX header of 16"),
                refused("empty gzip", write(IdxFiles.TEST_IMAGES + ".gz"), "t10k-images-idx3-ubyte.gz: 0 bytes, expected an IDX header"),
                refused("truncated", cut(IdxFiles.TRAIN_IMAGES, 1000), "train-images-idx3-ubyte: 984 bytes of data, the header promises 31360"),
                refused("truncated gzip", cut(IdxFiles.TEST_LABELS + ".gz", 20), "t10k-labels-idx1-ubyte.gz: the gzip stream is truncated"),
                refused("corrupt gzip", corrupt(IdxFiles.TEST_IMAGES + ".gz", 40), "t10k-images-idx3-ubyte.gz: the gzip stream is truncated"),
                refused("a page of the web", write(IdxFiles.TRAIN_LABELS, page), "magic number 3c21444f, expected 00000801 (labels)"),
                refused("too long", write(IdxFiles.TRAIN_LABELS, Arrays.copyOf(IdxFiles.labels(40), 49)), "more data than the 40 bytes"));
    }

    @TestFactory
    Stream<DynamicTest> filesThatDoNotFit() {
        byte[] flat = IdxFiles.idx(0x803, new int[] {40, 27, 28}, new byte[40 * 27 * 28]);
        byte[] lie = IdxFiles.idx(0x803, new int[] {2_700_000, 28, 28}, new byte[100]);
        return Stream.of(
                refused("27 rows", write(IdxFiles.TRAIN_IMAGES, flat), "train-images-idx3-ubyte: images of 27 x 28 pixels, expected 28 x 28"),
                refused("labels as images", write(IdxFiles.TRAIN_IMAGES, IdxFiles.labels(40)), "magic number 00000801, expected 00000803 (images)"),
                refused("images as labels", write(IdxFiles.TRAIN_LABELS, IdxFiles.images(40, 28)), "magic number 00000803, expected 00000801"),
                refused("a label too few", write(IdxFiles.TRAIN_LABELS, IdxFiles.labels(39)), "39 labels for the 40 images of train-images"),
                refused("2 GB promised", write(IdxFiles.TRAIN_IMAGES, lie), "100 bytes of data, the header promises 2116800000"),
                refused("no image", write(IdxFiles.TRAIN_IMAGES, IdxFiles.images(0, 28)), "extent 0 in the header, expected at least 1"));
    }

    private DynamicTest refused(String name, Fault fault, String message) {
        return DynamicTest.dynamicTest(name, () -> {
            Path folder = IdxFiles.writeSet(temporary.resolve(name), 40, 23);
            fault.damage(folder);
            Path run = temporary.resolve(name + " run");
            Cli cli = Cli.train(folder, run);
            assertThat(cli.err()).singleElement().asString().startsWith("gumbel: " + folder).contains(message);
            assertThat(cli.out()).isEmpty();
            assertThat(cli.code()).isEqualTo(2);
            assertThat(run).doesNotExist();
        });
    }

    private static Fault delete(String file) {
        return folder -> Files.delete(folder.resolve(file));
    }

    private static Fault write(String file, byte... content) {
        return folder -> Files.write(folder.resolve(file), content);
    }

    private static Fault cut(String file, int length) {
        return folder -> Files.write(folder.resolve(file), Arrays.copyOf(Files.readAllBytes(folder.resolve(file)), length));
    }

    private static Fault corrupt(String file, int place) {
        return folder -> {
            byte[] content = Files.readAllBytes(folder.resolve(file));
            content[place] ^= 0x10;
            Files.write(folder.resolve(file), content);
        };
    }
}
