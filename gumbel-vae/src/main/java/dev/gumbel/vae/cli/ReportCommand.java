package dev.gumbel.vae.cli;

import dev.gumbel.vae.report.ReportWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the page about a run again, or one about several. */
@Command(
        name = "report",
        description = "Makes a page to look at: of one run what it learned, of several how they compare. It needs no network and no other file.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class ReportCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "RUN", description = "The folders of runs, finished or not.")
    private List<Path> runs = List.of();

    @Option(names = "--out", paramLabel = "FILE",
            description = "The page (default: report.html in the run's folder; of several, comparison.html here).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        require(runs.stream().distinct().count() == runs.size(), "RUN: a run is named twice; name each once");
        require(out == null || !out.toString().isEmpty(), "--out: empty; name a file");
        require(out == null || !Files.isDirectory(out), "--out: %s is a folder, expected a file; name another".formatted(out));
        Path file = out != null ? out : runs.size() == 1 ? runs.getFirst().resolve("report.html") : Path.of("comparison.html");
        ReportWriter.write(runs, file).forEach(damage -> spec.commandLine().getErr().println("gumbel: " + PlainWriter.oneLine(damage)));
        spec.commandLine().getErr().println("Look at " + file);
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
