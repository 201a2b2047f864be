package dev.gumbel.vae.cli;

import java.io.PrintWriter;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** How far long work has come: on a terminal a progress bar, elsewhere a line now and then. */
final class Progress implements LongConsumer, AutoCloseable {
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final PrintWriter err;
    private final String task;
    private final long all;
    private final @Nullable ProgressBar bar;
    private final LongSupplier clock;
    private long done;
    private long lastLine;

    /** @param all the units of the whole work */
    Progress(PrintWriter err, String task, long all) {
        this(err, task, all, System::nanoTime);
    }

    /** @param clock nanoseconds */
    Progress(PrintWriter err, String task, long all, LongSupplier clock) {
        this.err = err;
        this.task = task;
        this.all = all;
        this.clock = clock;
        this.lastLine = clock.getAsLong();
        this.bar = !Terminal.isInteractive() ? null : new ProgressBarBuilder().setTaskName(task).setInitialMax(all).setStyle(Terminal.BAR_STYLE)
                .setUpdateIntervalMillis(200).build();
    }

    /** So many more units are done. */
    @Override
    public void accept(long units) {
        done += units;
        if (bar != null) {
            bar.stepTo(done);
        } else if (clock.getAsLong() - lastLine > QUIET_NANOS) {
            lastLine = clock.getAsLong();
            err.println("%s: %d%%".formatted(task, 100 * done / all));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
