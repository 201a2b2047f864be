package dev.gumbel.bench.result;

import dev.gumbel.bench.result.Results.Measurement;
import dev.gumbel.bench.table.Subject.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * What became slower or faster from one results file to another, beyond the noise: Student's t test on the logarithms of the JVMs' medians, for a
 * JVM's speed varies more than that of rounds within it. With few JVMs only large changes pass it, with one nothing does.
 */
public final class Comparison {
    /** How often a row that did not change would be taken for one that did. */
    private static final double CHANCE = 0.01;

    private Comparison() {}

    /** How a row changed. */
    public enum Verdict {
        SLOWER, FASTER, SAME
    }

    /**
     * A case on a subject in both files.
     *
     * @param name the case, threads and subject
     * @param ratio new time over old
     */
    public record Change(String name, Role role, double oldNanos, double newNanos, double ratio, Verdict verdict) {}

    /** The rows that both files have, in the order of the new one. */
    public static List<Change> of(Results before, Results after) {
        Map<String, List<Measurement>> old = Summary.byRow(before);
        Map<String, Role> roles = after.subjects().stream().collect(Collectors.toMap(Results.Measured::name, Results.Measured::role));
        List<Change> changes = new ArrayList<>();
        Summary.byRow(after).forEach((name, measurements) -> {
            if (old.containsKey(name)) {
                String subject = measurements.getFirst().subject();
                changes.add(change(name, roles.getOrDefault(subject, Role.BACKEND),
                        Summary.forkMedians(old.get(name), subject), Summary.forkMedians(measurements, subject)));
            }
        });
        return changes;
    }

    private static Change change(String name, Role role, double[] before, double[] after) {
        double oldNanos = Samples.median(before);
        double newNanos = Samples.median(after);
        // A difference that could be chance is none; of two equal numbers the test makes NaN.
        boolean beyond = before.length > 1 && after.length > 1 && new TTest().homoscedasticTTest(logs(before), logs(after)) < CHANCE;
        Verdict verdict = !beyond ? Verdict.SAME : newNanos > oldNanos ? Verdict.SLOWER : Verdict.FASTER;
        return new Change(name, role, oldNanos, newNanos, newNanos / oldNanos, verdict);
    }

    private static double[] logs(double[] times) {
        return Arrays.stream(times).map(Math::log).toArray();
    }

    /** A line for each of two results that were measured on a busy machine. */
    public static List<String> warnings(Results before, Results after) {
        return Stream.of(Map.entry("old", before), Map.entry("new", after)).filter(each -> !Disturbance.of(each.getValue()).isEmpty())
                .map(each -> "The %s figures prove little. %s".formatted(each.getKey(), Disturbance.line(each.getValue()))).toList();
    }

    /** A comparison as lines of text: what changed, slower first; then what the rest of the machine did. */
    public static List<String> lines(List<Change> changes) {
        List<String> lines = new ArrayList<>();
        for (Verdict verdict : List.of(Verdict.SLOWER, Verdict.FASTER)) {
            changes.stream().filter(change -> change.verdict() == verdict).forEach(change -> lines.add(line(change)));
        }
        long same = changes.stream().filter(change -> change.verdict() == Verdict.SAME).count();
        lines.add(String.format(Locale.ROOT, "%d of %d rows did not change beyond the noise; of so many, about %.1f would seem to by chance.",
                same, changes.size(), CHANCE * changes.size()));
        double[] foreign = changes.stream().filter(change -> change.role() != Role.BACKEND).mapToDouble(Change::ratio).toArray();
        if (foreign.length > 0) {
            lines.add(String.format(Locale.ROOT, "Peers and floors, which are not ours, take %.2f times as long, in the median: that is the machine.",
                    Samples.median(foreign)));
        }
        return lines;
    }

    private static String line(Change change) {
        Units unit = Units.of(Math.min(change.oldNanos(), change.newNanos()));
        return String.format(Locale.ROOT, "%-7s %5.2f times  %s: %s to %s %s", change.verdict().name().toLowerCase(Locale.ROOT), change.ratio(),
                change.name(), unit.show(change.oldNanos()), unit.show(change.newNanos()), unit.word());
    }
}
