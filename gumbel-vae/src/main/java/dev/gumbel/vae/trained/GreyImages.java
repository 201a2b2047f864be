package dev.gumbel.vae.trained;

import dev.gumbel.vae.data.DataException;
import java.awt.color.ColorSpace;
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
    /** Room for the words that some programs add. */
    private static final long MOST_WORDS = 1 << 20;
    /** Four channels of two bytes. */
    private static final int MOST_DEPTH = 8;

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
            // A FIFO would be waited for, a device read for ever.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new DataException("%s: is no regular file, expected a PNG of %d x %d pixels".formatted(file, columns, rows));
            }
            if (Files.size(file) > MOST_WORDS + (long) MOST_DEPTH * rows * columns) {
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

    private static float[] greys(BufferedImage image) {
        float[] greys = new float[image.getWidth() * image.getHeight()];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = grey(image, i % image.getWidth(), i / image.getWidth());
        }
        return greys;
    }

    /** Grey as it is stored, which getRGB would bend as if it were linear; colours by the weights of ITU-R BT.601. Transparency is passed over. */
    private static float grey(BufferedImage image, int x, int y) {
        if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            int most = (1 << image.getSampleModel().getSampleSize(0)) - 1;
            return image.getRaster().getSample(x, y, 0) / (float) most;
        }
        int rgb = image.getRGB(x, y);
        return (0.299f * (rgb >> 16 & 0xFF) + 0.587f * (rgb >> 8 & 0xFF) + 0.114f * (rgb & 0xFF)) / 255f;
    }
}
