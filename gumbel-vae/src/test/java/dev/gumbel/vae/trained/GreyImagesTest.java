package dev.gumbel.vae.trained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ramp of grey stays a ramp, however a PNG stores it. */
class GreyImagesTest {
    @TempDir
    private Path folder;

    private float[] read(BufferedImage image) throws IOException {
        Path file = folder.resolve("image.png");
        ImageIO.write(image, "png", file.toFile());
        return GreyImages.read(List.of(file), 1, 256)[0];
    }

    private static void assertRamp(float[] greys) {
        for (int x = 0; x < 256; x++) {
            assertThat(greys[x]).as("pixel %d", x).isCloseTo(x / 255f, within(1e-6f));
        }
    }

    @Test
    void greyOf8And16Bits() throws IOException {
        BufferedImage eight = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage sixteen = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        for (int x = 0; x < 256; x++) {
            eight.getRaster().setSample(x, 0, 0, x);
            sixteen.getRaster().setSample(x, 0, 0, x * 257);
        }
        assertRamp(read(eight));
        assertRamp(read(sixteen));
    }

    @Test
    void greyWithTransparency() throws IOException {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, ColorModel.TRANSLUCENT, DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(256, 1);
        for (int x = 0; x < 256; x++) {
            raster.setSample(x, 0, 0, x);
            raster.setSample(x, 0, 1, 200);
        }
        assertRamp(read(new BufferedImage(model, raster, false, null)));
    }

    @Test
    void coloursAndPalettes() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB}) {
            BufferedImage image = new BufferedImage(256, 1, type);
            for (int x = 0; x < 256; x++) {
                image.setRGB(x, 0, 0xFF00_0000 | x * 0x10101);
            }
            assertRamp(read(image));
        }
        BufferedImage binary = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_BINARY);
        binary.setRGB(3, 0, 0xFFFF_FFFF);
        assertThat(read(binary)).startsWith(0, 0, 0, 1, 0);
    }
}
