package dev.gumbel.vae.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Grey images side by side, enlarged so that one can look at them. */
final class ImageGrid {
    private static final int SCALE = 2;
    private static final int GAP = 2;
    private static final Color BACKGROUND = new Color(0x30, 0x34, 0x3F);

    private ImageGrid() {}

    /**
     * A picture of images in rows, from the upper left on.
     *
     * @param images grey values in [0, 1], one image each
     * @param across images in a row
     */
    static BufferedImage of(float[][] images, int rows, int columns, int across) {
        int down = (images.length + across - 1) / across;
        BufferedImage grid = new BufferedImage(extent(across, columns), extent(down, rows), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = grid.createGraphics();
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, grid.getWidth(), grid.getHeight());
        for (int i = 0; i < images.length; i++) {
            int x = extent(i % across, columns);
            int y = extent(i / across, rows);
            graphics.drawImage(image(images[i], rows, columns), x, y, columns * SCALE, rows * SCALE, null);
        }
        graphics.dispose();
        return grid;
    }

    private static int extent(int images, int pixels) {
        return GAP + images * (pixels * SCALE + GAP);
    }

    private static BufferedImage image(float[] greys, int rows, int columns) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < greys.length; i++) {
            int grey = Math.round(Math.clamp(greys[i], 0f, 1f) * 255);
            image.setRGB(i % columns, i / columns, grey << 16 | grey << 8 | grey);
        }
        return image;
    }
}
