package dev.gumbel.vae.cli;

import dev.gumbel.vae.train.EpochMetrics;
import dev.gumbel.vae.train.RunConfig;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.StepMetrics;
import dev.gumbel.vae.train.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * What a person sees of a training: on a terminal a progress bar, elsewhere a line now and then, and a line for each epoch; with --json the metrics
 * alone.
 */
public final class Terminal implements TrainingListener, AutoCloseable {
    /** How all progress looks. */
    public static final ProgressBarStyle BAR_STYLE = ProgressBarStyle.UNICODE_BLOCK;
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean interactive = isInteractive();
    private @Nullable ProgressBar bar;
    private @Nullable EpochMetrics last;
    private int batches;
    private long lastLine = System.nanoTime();

    private Terminal(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Whether a person looks on, so that lines may be drawn over. */
    public static boolean isInteractive() {
        return System.console() != null && System.console().isTerminal();
    }

    static Terminal of(CommandLine command, boolean json) {
        return new Terminal(command.getOut(), command.getErr(), json);
    }

    void begins(RunConfig config, RunFolder folder) {
        say("Training on %s (%d images) with %s, %s, on %s. Everything goes to %s".formatted(
                config.data().name(), config.data().train().images(), config.backend().name(), config.backend().version(),
                config.backend().device(), folder.path()));
    }

    void resumes(RunConfig config, RunConfig.BackendInfo backend, RunFolder folder, long step) {
        say("Going on with %s after %d steps, on %s (%d images) with %s, %s, on %s".formatted(
                folder.path(), step, config.data().name(), config.data().train().images(), backend.name(), backend.version(), backend.device()));
    }

    void finished(RunFolder folder, int epochs) {
        say("%s is finished: all of its %d epochs are done".formatted(folder.path(), epochs));
    }

    @Override
    public void epochBegins(int epoch, int batches) {
        this.batches = batches;
        if (!json && interactive) {
            bar = new ProgressBarBuilder()
                    .setTaskName("Epoch " + epoch)
                    .setInitialMax(batches)
                    .setStyle(BAR_STYLE)
                    .setUpdateIntervalMillis(200)
                    .build();
        }
    }

    @Override
    public void step(StepMetrics step) {
        if (bar != null) {
            bar.stepTo(step.batch() + 1L);
        }
    }

    @Override
    public void logged(StepMetrics step) {
        String text = "loss %.2f, temperature %.3f".formatted(step.loss(), step.temperature());
        if (json) {
            out.println(RunFolder.line(step));
        } else if (bar != null) {
            bar.setExtraMessage(text);
        } else if (System.nanoTime() - lastLine > QUIET_NANOS) {
            say("epoch %d, batch %d of %d: %s".formatted(step.epoch(), step.batch() + 1, batches, text));
        }
    }

    @Override
    public void epoch(EpochMetrics epoch) {
        close();
        last = epoch;
        if (json) {
            out.println(RunFolder.line(epoch));
            return;
        }
        String speed = ", %.0f images/s".formatted(epoch.imagesPerSecond())
                + (epoch.stepMillisMedian() == null ? "" : ", %.1f ms a step".formatted(epoch.stepMillisMedian()));
        say("epoch %d: train %.2f (reconstruction %.2f, KL %.2f), test %.2f nats; %.1f s%s".formatted(
                epoch.epoch(), epoch.trainLoss(), epoch.trainReconstruction(), epoch.trainKl(), epoch.testLoss(), epoch.seconds(), speed));
    }

    void ends(RunFolder folder) {
        if (last != null) {
            Path chart = folder.path().resolve("losses.png");
            say("Done. Open %s in a browser, or look at %s (originals over their reconstructions)%s".formatted(
                    folder.path().resolve("report.html"), folder.image("epoch-%03d-test.png".formatted(last.epoch())),
                    Files.exists(chart) ? " and at " + chart : ""));
        }
    }

    void say(String line) {
        lastLine = System.nanoTime();
        err.println(PlainWriter.oneLine(line));
        err.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
