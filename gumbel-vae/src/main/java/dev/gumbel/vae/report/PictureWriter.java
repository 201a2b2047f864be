package dev.gumbel.vae.report;

import dev.gumbel.vae.train.Pictures;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.TrainingListener;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes the pictures of each epoch into the run folder: epoch-NNN-train.png, -test.png and -samples.png. */
public final class PictureWriter implements TrainingListener {
    private final RunFolder folder;

    public PictureWriter(RunFolder folder) {
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
        PngFiles.write(file, grid);
    }
}
