package dev.gumbel.vae.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.backend.BackendException;
import dev.gumbel.vae.compare.BackendResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Processes like this one, each of which runs one backend; libraries that share a process get into each other's way. */
final class BackendProcess {
    /** What a line of progress begins with; the number of steps that are done follows. */
    static final String STEP = "step ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandLine command;
    private final boolean quiet;
    private final int steps;

    BackendProcess(CommandLine command, boolean quiet, int steps) {
        this.command = command;
        this.quiet = quiet;
        this.steps = steps;
    }

    /**
     * Runs a backend and waits for its result.
     *
     * @throws BackendException if its process fails, which has told why on standard error
     */
    BackendResult run(String name, List<String> arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(BackendJvm.command(BackendJvm.flags(name), Main.class, arguments)).start();
        Thread errors = Thread.startVirtualThread(() -> process.errorReader().lines().filter(BackendJvm::isTelling)
                .forEach(command.getErr()::println));
        Thread ending = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ending);
        try (BufferedReader lines = process.inputReader()) {
            String last = follow(name, lines);
            int code = process.waitFor();
            errors.join();
            if (code != 0 || last == null) {
                throw new BackendException("backend '%s': its process ended with exit code %d; what it wrote above tells why".formatted(name, code));
            }
            return JSON.readValue(last, BackendResult.class);
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(ending);
        }
    }

    /** Shows the progress; the last line that is none. */
    private @Nullable String follow(String name, BufferedReader lines) throws IOException {
        String last = null;
        try (ProgressBar bar = bar(name)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(STEP)) {
                    last = line;
                } else if (bar != null) {
                    bar.stepTo(Long.parseLong(line.substring(STEP.length())));
                }
            }
        }
        return last;
    }

    private @Nullable ProgressBar bar(String name) {
        if (!quiet && Terminal.isInteractive()) {
            return new ProgressBarBuilder().setTaskName(name).setInitialMax(steps).setStyle(Terminal.BAR_STYLE).setUpdateIntervalMillis(200).build();
        }
        if (!quiet) {
            command.getErr().println("Running %d steps on %s".formatted(steps, name));
        }
        return null;
    }
}
