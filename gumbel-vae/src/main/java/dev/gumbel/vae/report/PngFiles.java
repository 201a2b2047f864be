package dev.gumbel.vae.report;

import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.TrainingException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures on disk. */
final class PngFiles {
    private PngFiles() {}

    /** Writes or replaces a picture as a whole. */
    static void write(Path file, BufferedImage picture) {
        ImageIO.setUseCache(false);
        try {
            RunFolder.replace(file, beside -> {
                // ImageIO, given a file that it cannot open, prints a stack trace of its own.
                try (OutputStream stream = Files.newOutputStream(beside)) {
                    ImageIO.write(picture, "png", stream);
                }
            });
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be written (%s)".formatted(file, failure), failure);
        }
    }
}
