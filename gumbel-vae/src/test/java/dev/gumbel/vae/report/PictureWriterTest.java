package dev.gumbel.vae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gumbel.vae.train.Pictures;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.TrainingException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureWriterTest {
    private static final int SIDE = 28;
    /** The extent of n images of 28 pixels, twice enlarged, 2 pixels apart. */
    private static final int[] EXTENT = {2, 60, 118, 176, 234, 292, 350, 408, 466, 524, 582};

    @TempDir
    private Path temporary;
    private RunFolder folder;

    @BeforeEach
    void open() {
        folder = RunFolder.create(temporary.resolve("run"), Map.of());
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void writesThreePicturesOfAnEpoch() throws IOException {
        new PictureWriter(folder).pictures(pictures(7));
        assertSize("epoch-007-train.png", 10, 10);
        assertSize("epoch-007-test.png", 8, 2);
        assertSize("epoch-007-samples.png", 8, 8);
        assertThat(folder.path().resolve("images")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void originalsAreOverTheirReconstructions() throws IOException {
        new PictureWriter(folder).pictures(pictures(1));
        BufferedImage test = ImageIO.read(folder.image("epoch-001-test.png").toFile());
        for (int image = 0; image < 8; image++) {
            assertThat(test.getRGB(EXTENT[image], EXTENT[0]) & 0xFF).as("original %d", image).isEqualTo(100 + image);
            assertThat(test.getRGB(EXTENT[image], EXTENT[1]) & 0xFF).as("reconstruction %d", image).isEqualTo(200 + image);
        }
    }

    @Test
    void aPictureThatCannotBeWrittenEndsTheTraining() throws IOException {
        Files.delete(folder.path().resolve("images"));
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true));
        try {
            assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> new PictureWriter(folder).pictures(pictures(1)))
                    .withMessageContaining("epoch-001-train.png: cannot be written");
        } finally {
            System.setErr(before);
        }
        assertThat(printed.size()).as("bytes printed by a library").isZero();
    }

    private void assertSize(String name, int across, int down) throws IOException {
        BufferedImage picture = ImageIO.read(folder.image(name).toFile());
        assertThat(picture.getWidth()).as(name).isEqualTo(EXTENT[across]);
        assertThat(picture.getHeight()).as(name).isEqualTo(EXTENT[down]);
    }

    private static Pictures pictures(int epoch) {
        return new Pictures(epoch, SIDE, SIDE, flat(100, 0), flat(8, 100), flat(8, 200), flat(64, 0));
    }

    /** Images of one grey each, brighter from one to the next. */
    private static float[][] flat(int count, int first) {
        float[][] images = new float[count][SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            Arrays.fill(images[i], (first + i) / 255f);
        }
        return images;
    }
}
