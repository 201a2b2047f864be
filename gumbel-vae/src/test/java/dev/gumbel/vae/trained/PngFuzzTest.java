package dev.gumbel.vae.trained;

import dev.gumbel.vae.Fuzz;
import dev.gumbel.vae.data.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFuzzTest {
    private static final long MOST_BYTES = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    void readsOrRefusesWhateverItIsGiven() throws IOException {
        fuzz().quickly(folder.resolve("image.png"), good(), file -> GreyImages.read(file, 28, 28));
    }

    @Test
    @Tag("exhaustive")
    void readsOrRefusesAtLength() throws IOException {
        fuzz().atLength(folder.resolve("image.png"), good(), file -> GreyImages.read(file, 28, 28));
    }

    private static Fuzz fuzz() {
        return new Fuzz("PNG", MOST_BYTES, List.of(DataException.class));
    }

    /** Grey of 1, 8 and 16 bits, colours, and colours with transparency and with a palette. */
    private static List<byte[]> good() throws IOException {
        List<byte[]> images = new ArrayList<>();
        for (int type : new int[] {
            BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_INDEXED}) {
            BufferedImage image = new BufferedImage(28, 28, type);
            for (int i = 0; i < 784; i++) {
                image.setRGB(i % 28, i / 28, i * 0x10305 | 0xFF00_0000);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            images.add(bytes.toByteArray());
        }
        return images;
    }
}
