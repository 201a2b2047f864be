package dev.gumbel.vae.report;

import dev.gumbel.vae.train.Latents;
import dev.gumbel.vae.train.Pictures;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.TrainingListener;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;

/** Writes the pictures of each epoch into the run folder: epoch-NNN-train.png, -test.png, -samples.png and -latents.png. */
public final class PictureWriter implements TrainingListener {
    private final RunFolder folder;

    public PictureWriter(RunFolder folder) {
        this.folder = folder;
    }

    @Override
    public void pictures(Pictures pictures) {
        float[][] test = Stream.concat(Stream.of(pictures.testOriginals()), Stream.of(pictures.testReconstructions())).toArray(float[][]::new);
        write(pictures.epoch(), "train", ImageGrid.of(pictures.trainReconstructions(), pictures.rows(), pictures.columns(), 10));
        write(pictures.epoch(), "test", ImageGrid.of(test, pictures.rows(), pictures.columns(), pictures.testOriginals().length));
        write(pictures.epoch(), "samples", ImageGrid.of(pictures.samples(), pictures.rows(), pictures.columns(), 8));
    }

    /** A row for each latent, a column for each category. */
    @Override
    public void latents(Latents latents) {
        int across = latents.traversal().length / latents.code().length;
        write(latents.use().epoch(), "latents", ImageGrid.of(latents.traversal(), latents.rows(), latents.columns(), across));
    }

    private void write(int epoch, String name, BufferedImage grid) {
        PngFiles.write(folder.image("epoch-%03d-%s.png".formatted(epoch, name)), grid);
    }
}
