package dev.gumbel.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a second thread is worth on a machine whose cores share caches, memory and power: the ratio t2 g / t1. It is 1 where two threads of one
 * process do as much as two processes of one thread, which wait for nothing.
 */
public final class Scaling {
    private static final String FORM = "  %-16s %10s %13s %8s %10s %10s  %s";

    private Scaling() {}

    /**
     * Nanoseconds of an operation on one subject, in processes that took turns.
     *
     * @param one of one thread, alone on a core
     * @param both of each of two processes of one thread at once, on a core each
     * @param two of two threads of one process on both cores
     */
    public record Fork(String subject, double one, List<Double> both, double two) {

        /** g: the throughput of two processes at once by that of one. */
        double gain() {
            return both.stream().mapToDouble(each -> one / each).sum();
        }

        double ratio() {
            return two * gain() / one;
        }
    }

    /** A table: for each subject medians over its forks, and the ratios of the single ones from the lowest to the highest. */
    public static List<String> lines(List<Fork> forks) {
        Units unit = Units.of(forks.stream().mapToDouble(Fork::two).min().orElseThrow());
        List<String> lines = new ArrayList<>();
        lines.add(FORM.formatted("", "t1 " + unit.word(), "two at once", "g", "t2 " + unit.word(), "t2 g / t1", "from..to").stripTrailing());
        forks.stream().map(Fork::subject).distinct().forEach(subject -> lines.add(line(subject,
                forks.stream().filter(fork -> fork.subject().equals(subject)).toList(), unit)));
        return lines;
    }

    private static String line(String subject, List<Fork> forks, Units unit) {
        double one = median(forks, Fork::one);
        double gain = median(forks, Fork::gain);
        double two = median(forks, Fork::two);
        double[] ratios = forks.stream().mapToDouble(Fork::ratio).sorted().toArray();
        return FORM.formatted(subject, unit.show(one), unit.show(median(forks, fork -> Samples.mean(fork.both()))), decimal(gain), unit.show(two),
                decimal(two * gain / one), decimal(ratios[0]) + ".." + decimal(ratios[ratios.length - 1])).stripTrailing();
    }

    private static double median(List<Fork> forks, ToDoubleFunction<Fork> part) {
        return Samples.median(forks.stream().mapToDouble(part).toArray());
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    /** The median of samples that a process took in several rounds. */
    public static double median(List<List<Double>> rounds) {
        return Samples.median(rounds.stream().flatMap(List::stream).toList());
    }
}
