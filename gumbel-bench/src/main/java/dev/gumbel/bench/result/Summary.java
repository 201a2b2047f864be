package dev.gumbel.bench.result;

import dev.gumbel.bench.result.Results.Curve;
import dev.gumbel.bench.result.Results.Measured;
import dev.gumbel.bench.result.Results.Measurement;
import dev.gumbel.bench.table.Subject.Role;
import dev.gumbel.bench.table.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Results as tables: for each case and number of threads one row a subject. */
public final class Summary {
    private static final int LAST_LOSSES = 20;
    /** Whose floor other backends are set beside, too. */
    private static final String DJL = "djl";

    private Summary() {}

    /**
     * A case with so many threads.
     *
     * @param title the workload's name for people
     * @param counts what its size counts
     * @param explanation a sentence on what one operation does
     * @param lossStep after how many steps the losses of the rows were reached; 0 where there are none
     */
    public record Group(
            String workload, String title, String counts, String explanation, String size, int threads, int lossStep, List<Row> rows) {}

    /**
     * What a subject took.
     *
     * @param nanos an operation: the median of its JVMs' medians
     * @param fastest the lowest median of a JVM
     * @param slowest the highest
     * @param ofPeer its part of the time of the fastest peer, of its own library's where there is one
     * @param ofFloor its part of the time of its own library's floor, or of Java's for the backend java
     * @param ofDjlFloor its part of the time of the floor of DJL's library, of which a backend or a floor of another is told, too
     * @param by who computed, and the bits of the vectors of its JVMs and of the processor
     * @param loss nats an image at the group's step, the mean of the last 20 steps
     */
    public record Row(
            String subject, double nanos, double fastest, double slowest, @Nullable Double ofPeer, @Nullable Double ofFloor,
            @Nullable Double ofDjlFloor, @Nullable Double loss, String by) {}

    /** The groups in the order of the table. */
    public static List<Group> of(Results results) {
        Map<String, List<Measurement>> cases = new LinkedHashMap<>();
        for (int threads : results.plan().threads()) {
            for (Workload workload : Workload.values()) {
                results.measurements().stream().filter(each -> each.threads() == threads && each.workload().equals(workload.word()))
                        .forEach(each -> cases.computeIfAbsent(threads + workload.word() + " " + each.size(), key -> new ArrayList<>()).add(each));
            }
        }
        return cases.values().stream().map(each -> group(results, each)).toList();
    }

    private static Group group(Results results, List<Measurement> measurements) {
        Measurement any = measurements.getFirst();
        Workload workload = Workload.of(any.workload());
        List<Curve> curves = !workload.trains() ? List.of() : results.curves().stream()
                .filter(curve -> curve.threads() == any.threads() && Integer.toString(curve.batch()).equals(any.size())).toList();
        int lossStep = results.subjects().stream().filter(subject -> subject.role() != Role.FLOOR)
                .flatMap(subject -> curves.stream().filter(curve -> curve.subject().equals(subject.name())))
                .mapToInt(curve -> curve.losses().size()).min().orElse(0);
        Map<Measured, double[]> medians = new LinkedHashMap<>();
        for (Measured subject : results.subjects()) {
            double[] forks = forkMedians(measurements, subject.name());
            if (forks.length > 0) {
                medians.put(subject, forks);
            }
        }
        List<Row> rows = medians.entrySet().stream().map(each -> row(results, each.getKey(), medians, curves, lossStep)).toList();
        return new Group(workload.word(), workload.title(), workload.counts(), workload.explanation(), any.size(), any.threads(), lossStep, rows);
    }

    /** The median of each JVM. */
    static double[] forkMedians(List<Measurement> measurements, String subject) {
        return measurements.stream().filter(each -> each.subject().equals(subject))
                .mapToDouble(each -> Samples.median(each.rounds().stream().flatMap(List::stream).toList())).toArray();
    }

    private static Row row(Results results, Measured subject, Map<Measured, double[]> all, List<Curve> curves, int lossStep) {
        double[] forks = Objects.requireNonNull(all.get(subject), "each row has a time");
        double nanos = Samples.median(forks);
        double fastest = Arrays.stream(forks).min().orElseThrow();
        double slowest = Arrays.stream(forks).max().orElseThrow();
        List<Double> losses = subject.role() == Role.FLOOR || lossStep == 0 ? List.of() : curves.stream()
                .filter(curve -> curve.subject().equals(subject.name()))
                .map(curve -> Samples.mean(curve.losses().subList(Math.max(0, lossStep - LAST_LOSSES), lossStep))).toList();
        return new Row(subject.name(), nanos, fastest, slowest,
                subject.role() == Role.BACKEND ? peer(subject, all).map(peer -> nanos / peer).orElse(null) : null,
                subject.role() == Role.FLOOR ? null : floor(subject.library(), all).map(floor -> nanos / floor).orElse(null),
                subject.role() == Role.PEER || subject.library().equals(DJL) ? null : floor(DJL, all).map(floor -> nanos / floor).orElse(null),
                losses.isEmpty() ? null : Samples.median(losses), subject.byWhom(results.machine()));
    }

    /** The time of the fastest peer, of the subject's own library where there is one. */
    private static Optional<Double> peer(Measured subject, Map<Measured, double[]> all) {
        Predicate<Measured> peers = other -> other.role() == Role.PEER;
        return best(peers.and(other -> other.library().equals(subject.library())), all).or(() -> best(peers, all));
    }

    private static Optional<Double> floor(String library, Map<Measured, double[]> all) {
        return best(other -> other.role() == Role.FLOOR && other.library().equals(library), all);
    }

    private static Optional<Double> best(Predicate<Measured> fits, Map<Measured, double[]> all) {
        return all.entrySet().stream().filter(each -> fits.test(each.getKey())).map(each -> Samples.median(each.getValue()))
                .min(Comparator.naturalOrder());
    }

    /** A number of threads in words. */
    public static String threads(int threads) {
        return threads + (threads == 1 ? " thread" : " threads");
    }

    /** All measurements by case, subject and threads. */
    static Map<String, List<Measurement>> byRow(Results results) {
        return results.measurements().stream().collect(Collectors.groupingBy(
                each -> "%s %s, %s, %s".formatted(each.workload(), each.size(), threads(each.threads()), each.subject()),
                LinkedHashMap::new, Collectors.toList()));
    }
}
