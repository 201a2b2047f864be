package dev.gumbel.vae.cli;

import dev.gumbel.vae.download.DownloadListener;
import java.io.PrintWriter;
import java.net.URI;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** What a person sees of a download: a line for each file, and on a terminal a progress bar. */
final class DownloadBar implements DownloadListener {
    private final PrintWriter err;
    private @Nullable URI latest;
    private @Nullable ProgressBar bar;

    DownloadBar(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void begins(URI from) {
        // Another try of the same file says nothing new.
        if (!from.equals(latest)) {
            err.println("Downloading " + from);
            latest = from;
        }
    }

    @Override
    public void receives(long bytes, long total) {
        if (bar == null && bytes > 0 && Terminal.isInteractive()) {
            bar = new ProgressBarBuilder().setTaskName("Downloading").setUnit(" kB", 1000).setInitialMax(total)
                    .setStyle(Terminal.BAR_STYLE).build();
        }
        if (bar != null) {
            bar.stepTo(bytes);
        }
    }

    @Override
    public void ends() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
