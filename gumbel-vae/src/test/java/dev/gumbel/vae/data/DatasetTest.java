package dev.gumbel.vae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class DatasetTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeSet() throws IOException {
        IdxFiles.writeSet(folder, 12, 7);
    }

    @Test
    void readsPlainAndGzippedFiles() {
        Dataset data = Dataset.folder(folder);
        assertThat(data.name()).isEqualTo(folder.getFileName().toString());
        assertThat(data.source()).isEqualTo(folder.toString());
        assertThat(data.train().count()).isEqualTo(12);
        assertThat(data.train().pixels()).isEqualTo(IdxFiles.pixels(12, 28));
        assertThat(data.train().labels()).containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
        assertThat(data.test().pixels()).isEqualTo(IdxFiles.pixels(7, 28));
        assertThat(data.test().labels()).containsExactly(0, 1, 2, 3, 0, 1, 2);
        assertThat(data.test().size()).isEqualTo(784);
    }

    @Test
    void tellsTheSumOfEachUnpackedFile() throws IOException {
        Dataset gzipped = Dataset.folder(folder);
        Files.delete(folder.resolve(IdxFiles.TEST_LABELS + ".gz"));
        Files.write(folder.resolve(IdxFiles.TEST_LABELS), IdxFiles.labels(7));
        Dataset plain = Dataset.folder(folder);
        assertThat(plain.test().labelsSha256()).isEqualTo(gzipped.test().labelsSha256());
        assertThat(new String[] {
            plain.train().imagesSha256(), plain.train().labelsSha256(), plain.test().imagesSha256(), plain.test().labelsSha256()
        }).doesNotHaveDuplicates().allMatch(sum -> sum.matches("[0-9a-f]{64}"));
    }

    @Test
    void takesTheOtherNamesOfTheFiles() throws IOException {
        Files.move(folder.resolve(IdxFiles.TRAIN_IMAGES), folder.resolve("train-images.idx3-ubyte"));
        Files.move(folder.resolve(IdxFiles.TEST_LABELS + ".gz"), folder.resolve("t10k-labels.idx1-ubyte.gz"));
        assertThat(Dataset.folder(folder).train().count()).isEqualTo(12);
    }

    /** Each file under each of its four names. */
    @ParameterizedTest
    @CsvSource({"-, false", "-, true", "., false", "., true"})
    void takesEveryNameOfEveryFile(String separator, boolean gzipped) throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Map<String, byte[]> files = Map.of(
                "train-images/idx3-ubyte", IdxFiles.images(12, 28), "train-labels/idx1-ubyte", IdxFiles.labels(12),
                "t10k-images/idx3-ubyte", IdxFiles.images(7, 28), "t10k-labels/idx1-ubyte", IdxFiles.labels(7));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey().replace("/", separator);
            Files.write(other.resolve(gzipped ? name + ".gz" : name), gzipped ? IdxFiles.gzip(file.getValue()) : file.getValue());
        }
        assertThat(Dataset.folder(other).train().imagesSha256()).isEqualTo(Dataset.folder(folder).train().imagesSha256());
        assertThat(Dataset.folder(other).test().labelsSha256()).isEqualTo(Dataset.folder(folder).test().labelsSha256());
    }

    @Test
    void thePlainFileIsTakenBeforeItsGzip() throws IOException {
        Files.write(folder.resolve(IdxFiles.TRAIN_LABELS + ".gz"), new byte[] {1, 2, 3});
        assertThat(Dataset.folder(folder).train().count()).isEqualTo(12);
    }

    @Test
    void limitsBothSets() {
        Dataset whole = Dataset.folder(folder);
        Dataset data = whole.limit(5);
        assertThat(data.train().count()).isEqualTo(5);
        assertThat(data.test().count()).isEqualTo(5);
        assertThat(data.train().pixels()).isEqualTo(IdxFiles.pixels(5, 28));
        assertThat(data.test().labels()).containsExactly(0, 1, 2, 3, 0);
        assertThat(data.train().imagesSha256()).isEqualTo(whole.train().imagesSha256());
        assertThat(whole.limit(10).train().count()).isEqualTo(10);
        assertThat(whole.limit(10).test().count()).isEqualTo(7);
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertRefused(folder.resolve("absent"), "absent: no such folder; give --data the folder that holds train-images-idx3-ubyte[.gz]");
    }

    @Test
    void refusesAFileInThePlaceOfAFolder() {
        assertRefused(folder.resolve(IdxFiles.TRAIN_IMAGES), "is a file, expected the folder that holds the four IDX files");
    }

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte, train-images-idx3-ubyte", "train-labels-idx1-ubyte, train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte.gz, t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz, t10k-labels-idx1-ubyte"})
    void refusesASetWithAFileMissing(String file, String named) throws IOException {
        Files.delete(folder.resolve(file));
        assertRefused(folder, "no " + named + "[.gz]; the folder must hold all four files");
    }

    @Test
    void aFolderUnderAFilesNameIsNotTheFile() throws IOException {
        Files.delete(folder.resolve(IdxFiles.TRAIN_LABELS));
        Files.createDirectory(folder.resolve(IdxFiles.TRAIN_LABELS));
        assertRefused(folder, "no train-labels-idx1-ubyte[.gz]");
    }

    @ParameterizedTest
    @CsvSource({"12, 27, 28, 27 x 28", "12, 28, 29, 28 x 29"})
    void refusesTrainingImagesOfAnotherSizeThanTheTestImages(int count, int rows, int columns, String size) throws IOException {
        byte[] file = IdxFiles.idx(0x803, new int[] {count, rows, columns}, new byte[count * rows * columns]);
        Files.write(folder.resolve(IdxFiles.TRAIN_IMAGES), file);
        assertRefused(folder, "train-images-idx3-ubyte: images of " + size + " pixels, those of t10k-images-idx3-ubyte.gz have 28 x 28");
    }

    private static void write(Path folder, String prefix, String test, String end, int side) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(prefix + "train-images-idx3-ubyte" + end), IdxFiles.gzip(IdxFiles.images(5, side)));
        Files.write(folder.resolve(prefix + "train-labels-idx1-ubyte" + end), IdxFiles.gzip(IdxFiles.labels(5)));
        Files.write(folder.resolve(prefix + test + "-images-idx3-ubyte" + end), IdxFiles.gzip(IdxFiles.images(3, side)));
        Files.write(folder.resolve(prefix + test + "-labels-idx1-ubyte" + end), IdxFiles.gzip(IdxFiles.labels(3)));
    }

    /** EMNIST, QMNIST, names from Windows, other sizes. */
    @ParameterizedTest
    @CsvSource({"emnist-letters-, test, .gz, 28, emnist-letters", "qmnist-, test, .gz, 28, qmnist", "'', t10k, .GZ, 28, set", "'', test, .gz, 8, set",
        "my_digits_, t10k, .gz, 64, my_digits"})
    void takesTheNamesAndSizesOfOtherSets(String prefix, String test, String end, int side, String name) throws IOException {
        Path set = folder.resolve("set");
        write(set, prefix, test, end, side);
        Dataset data = Dataset.folder(set);
        assertThat(data.name()).isEqualTo(name);
        assertThat(data.train().pixels()).isEqualTo(IdxFiles.pixels(5, side));
        assertThat(data.test().rows()).isEqualTo(side);
        assertThat(data.test().count()).isEqualTo(3);
    }

    @Test
    void takesTheFoldersOfTorchvision() throws IOException {
        Path root = folder.resolve("torch");
        write(root.resolve("MNIST/raw"), "", "t10k", ".gz", 28);
        assertThat(Dataset.folder(root).name()).isEqualTo("MNIST");
        assertThat(Dataset.folder(root.resolve("MNIST")).train().count()).isEqualTo(5);
        write(root.resolve("FashionMNIST/raw"), "", "t10k", ".gz", 28);
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Dataset.folder(root)).withMessageContaining(
                "holds several sets, FashionMNIST, MNIST; name one, as in --data " + root.resolve("FashionMNIST"));
    }

    @Test
    void ofSeveralSetsInAFolderOneIsNamed() throws IOException {
        Path set = folder.resolve("emnist");
        write(set, "emnist-letters-", "test", ".gz", 28);
        write(set, "emnist-digits-", "test", ".gz", 16);
        assertRefused(set, "holds several sets, emnist-digits, emnist-letters; name one, as in --data " + set.resolve("emnist-digits"));
        assertThat(Dataset.folder(set.resolve("emnist-letters")).train().rows()).isEqualTo(28);
        assertThat(Dataset.folder(set.resolve("emnist-digits-")).train().rows()).isEqualTo(16);
        assertRefused(set.resolve("emnist-balanced"), "no such folder");
    }

    @Test
    void whatLiesThereInsteadIsTold() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("digits.csv"), "");
        Files.writeString(other.resolve("readme.txt"), "");
        assertRefused(other, "no train-images-idx3-ubyte[.gz]; the folder must hold all four files of the set; there is digits.csv, readme.txt: "
                + "if these are the images, rename them");
    }

    @Test
    void whatLiesBesideAPartOfASetIsTold() throws IOException {
        Files.move(folder.resolve(IdxFiles.TEST_IMAGES + ".gz"), folder.resolve("t10k-pictures.gz"));
        assertRefused(folder, "no t10k-images-idx3-ubyte[.gz]; the folder must hold all four files of the set; there is t10k-pictures.gz: "
                + "if these are the images, rename them");
    }

    /** All copies are the same but those of the test images and labels. */
    @Test
    void aCopyThatDiffersIsTold() throws IOException {
        Files.write(folder.resolve(IdxFiles.TRAIN_IMAGES + ".gz"), IdxFiles.gzip(IdxFiles.images(12, 28)));
        Files.write(folder.resolve(IdxFiles.TEST_IMAGES), IdxFiles.images(8, 28));
        Files.write(folder.resolve(IdxFiles.TEST_LABELS), IdxFiles.labels(8));
        Logger logger = (Logger) LoggerFactory.getLogger(Dataset.class);
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        logger.addAppender(told);
        try {
            assertThat(Dataset.folder(folder).test().count()).isEqualTo(8);
        } finally {
            logger.detachAppender(told);
        }
        assertThat(told.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(
                "%s is read; t10k-images-idx3-ubyte.gz, which lies beside it, holds something else".formatted(folder.resolve(IdxFiles.TEST_IMAGES)),
                "%s is read; t10k-labels-idx1-ubyte.gz, which lies beside it, holds something else".formatted(folder.resolve(IdxFiles.TEST_LABELS)));
    }

    @Test
    void transposingSwapsRowsAndColumns() throws IOException {
        byte[] pixels = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};
        Files.write(folder.resolve(IdxFiles.TRAIN_IMAGES), IdxFiles.idx(0x803, new int[] {2, 2, 3}, pixels));
        Files.write(folder.resolve(IdxFiles.TRAIN_LABELS), IdxFiles.labels(2));
        Files.write(folder.resolve(IdxFiles.TEST_IMAGES + ".gz"), IdxFiles.gzip(IdxFiles.idx(0x803, new int[] {2, 2, 3}, pixels)));
        Files.write(folder.resolve(IdxFiles.TEST_LABELS + ".gz"), IdxFiles.gzip(IdxFiles.labels(2)));
        Dataset turned = Dataset.folder(folder).transposed();
        assertThat(turned.train().rows()).isEqualTo(3);
        assertThat(turned.train().columns()).isEqualTo(2);
        assertThat(turned.train().pixels()).containsExactly(1, 4, 2, 5, 3, 6, 10, 40, 20, 50, 30, 60);
    }

    @Test
    void refusesLabelsOfAnotherNumber() throws IOException {
        Files.write(folder.resolve(IdxFiles.TRAIN_LABELS), IdxFiles.labels(11));
        assertRefused(folder, "train-labels-idx1-ubyte: 11 labels for the 12 images of train-images-idx3-ubyte");
    }

    @Test
    void refusesTheFilesOfTheOtherKindUnderTheirNames() throws IOException {
        Files.write(folder.resolve(IdxFiles.TRAIN_IMAGES), IdxFiles.labels(12));
        assertRefused(folder, "train-images-idx3-ubyte: magic number 00000801, expected 00000803 (images)");
        IdxFiles.writeSet(folder, 12, 7);
        Files.write(folder.resolve(IdxFiles.TEST_LABELS + ".gz"), IdxFiles.gzip(IdxFiles.images(7, 28)));
        assertRefused(folder, "t10k-labels-idx1-ubyte.gz: magic number 00000803, expected 00000801 (labels)");
    }

    private static void assertRefused(Path folder, String message) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> Dataset.folder(folder)).withMessageContaining(message)
                .satisfies(error -> assertThat(error.getMessage()).startsWith(folder.toString()).doesNotContain("\n"));
    }
}
