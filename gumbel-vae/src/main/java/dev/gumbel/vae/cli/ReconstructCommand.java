package dev.gumbel.vae.cli;

import dev.gumbel.vae.report.ContactSheet;
import dev.gumbel.vae.train.RunConfig;
import dev.gumbel.vae.train.SavedRun;
import dev.gumbel.vae.trained.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows images over what their codes keep of them. */
@Command(
        name = "reconstruct",
        description = "Encodes images and decodes their codes: originals over reconstructions, as a PNG.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class ReconstructCommand implements Runnable {
    private static final int ACROSS = 16;

    @Mixin
    private RunFlags run;

    @Mixin
    private ImageFlags images;

    @Option(names = "--out", defaultValue = "reconstructions.png", paramLabel = "FILE", description = "The PNG to write (reconstructions.png).")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        SavedRun saved = run.saved();
        float[][] originals = images.open(saved, ACROSS);
        TrainedModel model = run.model(saved);
        float[][] reconstructions = model.reconstruct(originals);
        int across = Math.min(ACROSS, originals.length);
        List<float[]> sheet = new ArrayList<>();
        for (int first = 0; first < originals.length; first += across) {
            addRow(sheet, originals, first, across);
            addRow(sheet, reconstructions, first, across);
        }
        RunConfig.Size size = saved.config().data().pixels();
        ContactSheet.write(out, sheet.toArray(float[][]::new), size.rows(), size.columns(), across);
        spec.commandLine().getErr().printf("%d images over their reconstructions in %s%n", originals.length, out);
    }

    /** A last row that is shorter is filled up with black, so that what follows begins at the left. */
    private static void addRow(List<float[]> sheet, float[][] images, int first, int across) {
        sheet.addAll(Arrays.asList(images).subList(first, Math.min(first + across, images.length)));
        while (sheet.size() % across != 0) {
            sheet.add(new float[images[0].length]);
        }
    }
}
