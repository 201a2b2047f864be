package dev.gumbel.vae.trained;

import dev.gumbel.vae.data.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** PNG files as rows of grey values in [0, 1]; light is 1. */
public final class GreyImages {
    /** Room for 28 x 28 pixels of any depth, with the words that some programs add. */
    private static final long MOST_BYTES = 1 << 20;

    private GreyImages() {}

    /**
     * Reads images of one size.
     *
     * @throws DataException if one cannot be read, is no PNG, or has another size
     */
    public static float[][] read(List<Path> files, int rows, int columns) {
        return files.stream().map(file -> read(file, rows, columns)).toArray(float[][]::new);
    }

    static float[] read(Path file, int rows, int columns) {
        ImageIO.setUseCache(false);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new DataException("%s: %d bytes, expected a PNG of %d x %d pixels".formatted(file, Files.size(file), columns, rows));
            }
            try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
                return greys(read(file, stream, rows, columns));
            }
        } catch (IOException | RuntimeException failure) {
            if (failure instanceof DataException told) {
                throw told;
            }
            // The library throws whatever a damaged file makes it stumble over.
            throw new DataException("%s: cannot be read as a PNG (%s)".formatted(file, failure), failure);
        }
    }

    /** Asks for the size before any pixel is read, for memory is taken on the header's word. */
    private static BufferedImage read(Path file, ImageInputStream stream, int rows, int columns) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
        ImageReader reader = readers.next();
        try {
            reader.setInput(stream, true, true);
            if (reader.getWidth(0) != columns || reader.getHeight(0) != rows) {
                throw new DataException("%s: %d x %d pixels, expected %d x %d".formatted(
                        file, reader.getWidth(0), reader.getHeight(0), columns, rows));
            }
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    /** Grey as it is stored, colours by the weights of ITU-R BT.601. */
    private static float[] greys(BufferedImage image) {
        float[] greys = new float[image.getWidth() * image.getHeight()];
        boolean grey = image.getRaster().getNumBands() == 1 && image.getType() == BufferedImage.TYPE_BYTE_GRAY;
        for (int i = 0; i < greys.length; i++) {
            int x = i % image.getWidth();
            int y = i / image.getWidth();
            int rgb = image.getRGB(x, y);
            greys[i] = grey
                    ? image.getRaster().getSample(x, y, 0) / 255f
                    : (0.299f * (rgb >> 16 & 0xFF) + 0.587f * (rgb >> 8 & 0xFF) + 0.114f * (rgb & 0xFF)) / 255f;
        }
        return greys;
    }
}
