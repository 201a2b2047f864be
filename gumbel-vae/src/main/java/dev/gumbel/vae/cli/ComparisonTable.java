package dev.gumbel.vae.cli;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.vae.compare.BackendResult;
import dev.gumbel.vae.compare.Experiment;
import dev.gumbel.vae.compare.LockStep;
import dev.gumbel.vae.train.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A comparison as lines of text: a column for each backend. */
final class ComparisonTable {
    private static final int[] SHOWN_STEPS = {1, 10, 50, 200};
    private static final String LABEL = "%-38s";
    private static final String CELL = "%18s";

    private final List<BackendResult> results;
    private final List<String> lines = new ArrayList<>();

    private ComparisonTable(List<BackendResult> results) {
        this.results = results;
    }

    /** The lines of a comparison with the reference, which is among the results. */
    static List<String> lines(Experiment experiment, BackendResult reference, List<BackendResult> results) {
        ComparisonTable table = new ComparisonTable(results);
        table.row("", BackendResult::name);
        int[] steps = IntStream.concat(IntStream.of(SHOWN_STEPS), IntStream.of(experiment.steps()))
                .filter(step -> step <= experiment.steps()).distinct().toArray();
        for (int step : steps) {
            table.row("loss of step %d (nats)".formatted(step), result -> text("%.4f", result.losses().get(step - 1)));
            table.row("  relative difference", result -> result == reference
                    ? "" : text("%.1e", Tolerance.relativeDifference(reference.losses().get(step - 1), result.losses().get(step - 1))));
        }
        for (int i = 0; i < lockSteps(results); i++) {
            table.lockStep(i);
        }
        table.row("noise words identical to noise v1", result -> text("%.4g %%", 100 * result.identicalNoise()));
        table.row("hard samples identical", result -> result == reference ? "" : text("%.4g %%", 100 * identicalCodes(result)));
        table.speed(experiment.options().batchSize());
        return table.lines;
    }

    /** Who computed: a line for each backend, and one about the machine. */
    static List<String> computing(List<BackendResult> results, RunConfig.Versions machine) {
        return Stream.concat(
                results.stream().map(result -> "%s was computed by %s".formatted(result.name(), result.computes())),
                Stream.of("on %s; vectors: %s".formatted(machine.cpu(), machine.vectors()))).toList();
    }

    private static int lockSteps(List<BackendResult> results) {
        return results.stream().mapToInt(result -> result.lockSteps().size()).max().orElse(0);
    }

    private static double identicalCodes(BackendResult result) {
        return result.lockSteps().stream().mapToDouble(LockStep::identicalCodes).average().orElse(1);
    }

    private void lockStep(int index) {
        Function<Function<LockStep, String>, Function<BackendResult, String>> cell =
                shown -> result -> index < result.lockSteps().size() ? shown.apply(result.lockSteps().get(index)) : "";
        int step = results.stream().flatMap(result -> result.lockSteps().stream().skip(index).limit(1)).findFirst().orElseThrow().step();
        row("step %d alone, relative difference".formatted(step), cell.apply(lockStep -> text("%.1e", lockStep.loss())));
        row("  of gradients, share of tolerance", cell.apply(lockStep -> text("%.2g", lockStep.gradients())));
    }

    private void speed(int batchSize) {
        row("ms a step, median", result -> result.stepMillis() == null ? "" : text("%.1f", result.stepMillis()));
        row("images/s", result -> text("%.0f", batchSize * result.stepsPerSecond()));
        row("peak memory (MB)", result -> result.peakKilobytes() == null ? "" : text("%.0f", result.peakKilobytes() / 1000.0));
    }

    private void row(String label, Function<BackendResult, String> cell) {
        StringBuilder line = new StringBuilder(LABEL.formatted(label));
        results.forEach(result -> line.append(CELL.formatted(cell.apply(result))));
        lines.add(line.toString().stripTrailing());
    }

    private static String text(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
