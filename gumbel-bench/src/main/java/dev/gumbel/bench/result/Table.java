package dev.gumbel.bench.result;

import dev.gumbel.bench.result.Summary.Group;
import dev.gumbel.bench.result.Summary.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A summary as lines of text. */
public final class Table {
    private static final String FORM = "  %-16s %10s  %-18s %8s %9s %13s %9s  %s";

    private Table() {}

    /** Of each case and number of threads a block of lines. */
    public static List<String> lines(Results results) {
        List<String> lines = new ArrayList<>();
        String busy = Disturbance.line(results);
        if (!busy.isEmpty()) {
            lines.add(busy);
        }
        lines.addAll(machine(results.machine(), results.subjects()));
        lines.add("Below, \"by\" is who computed, and the bits of the vectors of its JVM / of the processor.");
        for (Group group : Summary.of(results)) {
            Units unit = Units.of(group.rows().stream().mapToDouble(Row::nanos).min().orElseThrow());
            boolean losses = group.rows().stream().anyMatch(row -> row.loss() != null);
            lines.add("");
            lines.add("%s, %s %s, %s".formatted(group.title(), group.size(), group.counts(), Summary.threads(group.threads())));
            String loss = losses ? "loss@" + group.lossStep() : "";
            lines.add(FORM.formatted("", unit.word(), "JVMs from..to", "of peer", "of floor", "of djl-floor", loss, "by").stripTrailing());
            group.rows().forEach(row -> lines.add(line(row, unit)));
        }
        return lines;
    }

    /** What it was measured on, and who computed what. */
    public static List<String> machine(Results.Machine machine, List<Results.Measured> subjects) {
        List<String> lines = new ArrayList<>();
        lines.add("%s, %s; Java %s; %s".formatted(machine.cpu(), vectors(machine.vectorBits()), machine.java(), load(machine)));
        subjects.forEach(subject -> lines.add("  %-16s %s; JVM of %s".formatted(
                subject.name(), subject.computes(), vectors(subject.vectorBits()))));
        return lines;
    }

    private static String vectors(int bits) {
        return bits == 0 ? "vectors of unknown length" : bits + "-bit vectors";
    }

    private static String load(Results.Machine machine) {
        return machine.loadBefore() < 0 ? "load unknown"
                : String.format(Locale.ROOT, "load %.1f before, %.1f after", machine.loadBefore(), machine.loadAfter());
    }

    private static String line(Row row, Units unit) {
        return FORM.formatted(row.subject(), unit.show(row.nanos()), unit.show(row.fastest()) + ".." + unit.show(row.slowest()),
                shown(row.ofPeer()), shown(row.ofFloor()), shown(row.ofDjlFloor()), shown(row.loss()), row.by()).stripTrailing();
    }

    private static String shown(@Nullable Double number) {
        return number == null ? "" : String.format(Locale.ROOT, "%.2f", number);
    }
}
