package dev.gumbel.vae.report;

import dev.gumbel.vae.train.Latents;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a run's page, anew at each epoch's end: report.html. Comes after those who write what the page shows. */
public final class ReportWriter implements TrainingListener {
    private final RunFolder folder;

    public ReportWriter(RunFolder folder) {
        this.folder = folder;
    }

    @Override
    public void latents(Latents latents) {
        write(folder);
    }

    /**
     * Writes a run's page into its folder.
     *
     * @throws dev.gumbel.vae.train.TrainingException if the folder holds what no run has
     * @throws ReportException if it cannot be read, or the page not be written
     */
    public static void write(RunFolder folder) {
        write(List.of(folder.path()), folder.path().resolve("report.html"));
    }

    /**
     * Writes the page about runs.
     *
     * @return a line for each file with damage, of which the page tells too
     * @throws dev.gumbel.vae.train.TrainingException if a folder holds no run, or what no run has
     * @throws ReportException if one cannot be read, or the page not be written
     */
    public static List<String> write(List<Path> runs, Path file) {
        List<RunData> read = Report.read(runs);
        String page = Report.page(read);
        try {
            RunFolder.replace(file, beside -> Files.writeString(beside, page));
        } catch (IOException failure) {
            throw new ReportException("%s: cannot be written (%s); name another place".formatted(file, failure), failure);
        }
        return read.stream().flatMap(run -> run.damage().stream()).toList();
    }
}
