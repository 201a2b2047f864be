package dev.gumbel.vae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final int BACKGROUND = 0xFF30343F;

    /** Three images of 2 x 3 pixels, two across: each pixel of the picture, computed the other way round, from the place to the image. */
    @Test
    void everyPixelIsWhereItBelongs() {
        float[][] images = {{0, 1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f}, {.2f, .4f, .6f, .8f, .5f, 1}, {1, 0, 1, 0, 1, 0}};
        BufferedImage grid = ImageGrid.of(images, 2, 3, 2);
        assertThat(grid.getWidth()).isEqualTo(2 + 6 + 2 + 6 + 2);
        assertThat(grid.getHeight()).isEqualTo(2 + 4 + 2 + 4 + 2);
        for (int y = 0; y < grid.getHeight(); y++) {
            for (int x = 0; x < grid.getWidth(); x++) {
                assertThat(grid.getRGB(x, y)).as("x %d, y %d", x, y).isEqualTo(expected(images, x, y));
            }
        }
    }

    private static int expected(float[][] images, int x, int y) {
        int across = (x - 2) / 8;
        int down = (y - 2) / 6;
        boolean gap = x < 2 || y < 2 || (x - 2) % 8 >= 6 || (y - 2) % 6 >= 4;
        if (gap || down * 2 + across >= images.length) {
            return BACKGROUND;
        }
        float value = images[down * 2 + across][(y - 2) % 6 / 2 * 3 + (x - 2) % 8 / 2];
        int grey = Math.round(value * 255);
        return 0xFF000000 | grey * 0x010101;
    }

    @Test
    void whatIsOutsideTheRangeOfGreyIsClamped() {
        BufferedImage grid = ImageGrid.of(new float[][] {{-.5f, 1.5f}}, 1, 2, 1);
        assertThat(grid.getRGB(2, 2)).isEqualTo(0xFF000000);
        assertThat(grid.getRGB(4, 2)).isEqualTo(0xFFFFFFFF);
    }
}
