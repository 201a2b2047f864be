package dev.gumbel.vae.report;

import java.nio.file.Path;

/** Images of one size in rows on one picture. */
public final class ContactSheet {
    private ContactSheet() {}

    /**
     * Writes or replaces a PNG.
     *
     * @param images grey values in [0, 1], one image each
     * @param across images in a row
     * @throws dev.gumbel.vae.train.TrainingException if the file cannot be written
     */
    public static void write(Path file, float[][] images, int rows, int columns, int across) {
        PngFiles.write(file, ImageGrid.of(images, rows, columns, across));
    }
}
