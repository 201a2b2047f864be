package dev.gumbel.vae.report;

import dev.gumbel.vae.train.Pictures;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.TrainingException;
import dev.gumbel.vae.train.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Writes the pictures of each epoch into the run folder: epoch-NNN-train.png, -test.png and -samples.png. */
public final class PictureWriter implements TrainingListener {
    private final RunFolder folder;

    public PictureWriter(RunFolder folder) {
        // Java2D would otherwise look for a display.
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        this.folder = folder;
    }

    @Override
    public void pictures(Pictures pictures) {
        float[][] test = Stream.concat(Stream.of(pictures.testOriginals()), Stream.of(pictures.testReconstructions())).toArray(float[][]::new);
        write(pictures, "train", pictures.trainReconstructions(), 10);
        write(pictures, "test", test, pictures.testOriginals().length);
        write(pictures, "samples", pictures.samples(), 8);
    }

    private void write(Pictures pictures, String name, float[][] images, int across) {
        Path file = folder.image("epoch-%03d-%s.png".formatted(pictures.epoch(), name));
        BufferedImage grid = ImageGrid.of(images, pictures.rows(), pictures.columns(), across);
        try {
            RunFolder.replace(file, beside -> {
                // ImageIO, given a file that it cannot open, prints a stack trace of its own.
                try (OutputStream stream = Files.newOutputStream(beside)) {
                    ImageIO.write(grid, "png", stream);
                }
            });
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be written (%s)".formatted(file, failure), failure);
        }
    }
}
