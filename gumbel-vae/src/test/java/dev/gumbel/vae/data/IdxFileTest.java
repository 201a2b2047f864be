package dev.gumbel.vae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.gumbel.vae.IdxFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
    private static final byte[] THREE_LABELS = {0, 0, 8, 1, 0, 0, 0, 3, 7, 0, (byte) 0xFF};
    /** Of {@link #THREE_LABELS}, by sha256sum. */
    private static final String THREE_LABELS_SHA256 = "8a8b30ac621750e799324ca5273a5a4d9ccb6dcaea056ec06147378494d3085e";

    @TempDir
    private Path folder;

    @Test
    void readsAPlainFile() throws IOException {
        IdxFile file = IdxFile.labels(write(THREE_LABELS));
        assertThat(file.dims()).containsExactly(3);
        assertThat(file.data()).containsExactly(7, 0, 0xFF);
        assertThat(file.sha256()).isEqualTo(THREE_LABELS_SHA256);
    }

    @Test
    void readsAGzippedFileByItsContentAndSumsWhatIsUnpacked() throws IOException {
        IdxFile file = IdxFile.labels(write(IdxFiles.gzip(THREE_LABELS)));
        assertThat(file.data()).containsExactly(7, 0, 0xFF);
        assertThat(file.sha256()).isEqualTo(THREE_LABELS_SHA256);
    }

    @Test
    void readsImages() throws IOException {
        IdxFile file = IdxFile.images(write(IdxFiles.images(5, 6)));
        assertThat(file.dims()).containsExactly(5, 6, 6);
        assertThat(file.data()).isEqualTo(IdxFiles.pixels(5, 6));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesEveryTruncation(boolean gzipped) throws IOException {
        byte[] whole = gzipped ? IdxFiles.gzip(IdxFiles.images(3, 4)) : IdxFiles.images(3, 4);
        for (int length = 0; length < whole.length; length++) {
            Path file = write(Arrays.copyOf(whole, length));
            assertThatExceptionOfType(DataException.class).as("cut to %d bytes", length).isThrownBy(() -> IdxFile.images(file))
                    .satisfies(error -> assertClear(error, file));
        }
    }

    @Test
    void noCorruptByteOfAGzipGoesUnseen() throws IOException {
        byte[] content = IdxFiles.images(3, 4);
        byte[] whole = IdxFiles.gzip(content);
        int refused = 0;
        for (int i = 0; i < whole.length; i++) {
            byte[] corrupt = whole.clone();
            corrupt[i] ^= 0x10;
            Path file = write(corrupt);
            try {
                // Some bytes of the gzip header, such as its time stamp, mean nothing.
                assertThat(IdxFile.images(file).data()).as("byte %d", i).isEqualTo(IdxFiles.pixels(3, 4));
            } catch (DataException error) {
                assertClear(error, file);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length - 10);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            labels in the place of images | 0x801 | 3  | 4 | 4 | magic number 00000801, expected 00000803 (images)
            floats                        | 0xD03 | 3  | 4 | 4 | 47 bytes of data, the header promises 192
            complex numbers               | 0xF03 | 3  | 4 | 4 | magic number 00000f03, expected 00000803 (images)
            little endian                 | 0x3080000 | 3 | 4 | 4 | magic number 03080000, expected 00000803 (images)
            no image                      | 0x803 | 0  | 4 | 4 | extent 0 in the header, expected at least 1
            negative rows                 | 0x803 | 3  | -4 | 4 | extent -4 in the header, expected at least 1
            a byte too few                | 0x803 | 3  | 4 | 4 | 47 bytes of data, the header promises 48
            a byte too many               | 0x803 | 3  | 3 | 4 | more data than the 36 bytes
            beyond a long                 | 0x803 | 2147483647 | 2147483647 | 2147483647 | images of 2147483647 x 2147483647, expected at most 1024
            beyond an array               | 0x803 | 2147483647 | 4 | 4 | promises 34359738352 bytes, more than the 2147483639
            """)
    void refusesAFaultyHeader(String fault, String magic, int count, int rows, int columns, String message) throws IOException {
        byte[] content = IdxFiles.idx(Integer.decode(magic), new int[] {count, rows, columns}, new byte[47]);
        assertRefused(write(content), message, true);
        assertRefused(write(IdxFiles.gzip(content)), message, true);
    }

    @Test
    void refusesMoreDataThanPromised() throws IOException {
        assertRefused(write(Arrays.copyOf(THREE_LABELS, THREE_LABELS.length + 1)), "more data than the 3 bytes the header promises", false);
    }

    @Test
    void refusesMoreDataThanPromisedInAGzip() throws IOException {
        byte[] more = IdxFiles.gzip(Arrays.copyOf(THREE_LABELS, THREE_LABELS.length + 1));
        assertRefused(write(more), "more data than the 3 bytes the header promises", false);
    }

    /** As a tool that packs in blocks leaves it. */
    @Test
    void readsAGzipOfSeveralParts() throws IOException {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.writeBytes(IdxFiles.gzip(Arrays.copyOf(THREE_LABELS, 9)));
        parts.writeBytes(IdxFiles.gzip(Arrays.copyOfRange(THREE_LABELS, 9, THREE_LABELS.length)));
        IdxFile file = IdxFile.labels(write(parts.toByteArray()));
        assertThat(file.data()).containsExactly(7, 0, 0xFF);
        assertThat(file.sha256()).isEqualTo(THREE_LABELS_SHA256);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesAnEmptyFile(boolean gzipped) throws IOException {
        byte[] nothing = new byte[0];
        assertRefused(write(gzipped ? IdxFiles.gzip(nothing) : nothing),
                "0 bytes, expected an IDX header of 16; the file is empty or truncated: fetch it again", true);
    }

    @Test
    void refusesImagesInThePlaceOfLabels() throws IOException {
        assertRefused(write(IdxFiles.images(3, 4)), "magic number 00000803, expected 00000801 (labels)", false);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertRefused(folder.resolve("absent"), "cannot be read", false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHeaderThatLiesTakesNoMemory(boolean gzipped) throws IOException {
        byte[] content = IdxFiles.idx(0x803, new int[] {2_000_000, 28, 28}, new byte[100]);
        assertLittleMemory(write(gzipped ? IdxFiles.gzip(content) : content), "100 bytes of data, the header promises 1568000000");
    }

    /** Labels of QMNIST: eight columns of 32 bits, of which the first is the class. */
    @Test
    void theFirstColumnOfLabelsIsTheClass() throws IOException {
        ByteBuffer rows = ByteBuffer.allocate(3 * 8 * 4);
        for (int[] row : new int[][] {{5, 0, 1000, -1, 70000, 0, 0, 0}, {9, 1, 0, 0, 0, 0, 0, 0}, {0, 4, 0, 0, 0, 0, 0, 0}}) {
            for (int value : row) {
                rows.putInt(value);
            }
        }
        IdxFile file = IdxFile.labels(write(IdxFiles.idx(0xC02, new int[] {3, 8}, rows.array())));
        assertThat(file.dims()).containsExactly(3);
        assertThat(file.data()).containsExactly(5, 9, 0);
    }

    @ParameterizedTest
    @CsvSource({"0x903, 1", "0xB03, 2", "0xC03, 4", "0xD03, 4", "0xE03, 8"})
    void imagesOfOtherElementsAreTakenWhereTheirValuesFit(String magic, int bytes) throws IOException {
        byte[] greys = {0, 1, 77, 127};
        assertThat(IdxFile.images(write(IdxFiles.idx(Integer.decode(magic), new int[] {1, 2, 2}, elements(magic, bytes, 1, greys)))).data())
                .containsExactly(greys);
        Path negative = write(IdxFiles.idx(Integer.decode(magic), new int[] {1, 1, 2}, elements(magic, bytes, 1, (byte) 3, (byte) -1)));
        assertRefused(negative, "element 1 is -1.0, expected 0 to 255, or 0 to 1 throughout", true);
    }

    @ParameterizedTest
    @CsvSource({"0xD03, 4", "0xE03, 8"})
    void fractionsAreGreysFromZeroToOne(String magic, int bytes) throws IOException {
        byte[] fractions = elements(magic, bytes, 1 / 255.0, (byte) 0, (byte) 1, (byte) 100, (byte) 127);
        assertThat(IdxFile.images(write(IdxFiles.idx(Integer.decode(magic), new int[] {1, 2, 2}, fractions))).data()).containsExactly(0, 1, 100, 127);
        byte[] mixed = elements(magic, bytes, 0.5, (byte) 1, (byte) 4);
        assertRefused(write(IdxFiles.idx(Integer.decode(magic), new int[] {1, 1, 2}, mixed)), "element 0 is 0.5, expected 0 to 255", true);
    }

    private static byte[] elements(String magic, int bytes, double scale, byte... values) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes * values.length);
        for (byte value : values) {
            switch (magic) {
                case "0x903" -> buffer.put(value);
                case "0xB03" -> buffer.putShort(value);
                case "0xC03" -> buffer.putInt(value);
                case "0xD03" -> buffer.putFloat((float) (scale * value));
                default -> buffer.putDouble(scale * value);
            }
        }
        return buffer.array();
    }

    private static void assertLittleMemory(Path file, String message) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertRefused(file, message, true);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertRefused(file, message, true);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }

    private static IdxFile read(Path file, boolean images) {
        return images ? IdxFile.images(file) : IdxFile.labels(file);
    }

    private static void assertRefused(Path file, String message, boolean images) {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> read(file, images))
                .withMessageContaining(message)
                .satisfies(error -> assertClear(error, file));
    }

    /** Where, in one line. */
    private static void assertClear(DataException error, Path file) {
        assertThat(error.getMessage()).startsWith(file + ": ").doesNotContain("\n");
    }
}
