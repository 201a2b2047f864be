package dev.gumbel.bench.result;

import dev.gumbel.bench.result.Results.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether something else was at work on the machine while it was measured: then times tell of that, too, and are no headline. */
public final class Disturbance {
    /** Processes that wait for or use a core, for each core: more than this when nothing of ours runs yet is somebody else's work. */
    private static final double BUSY_LOAD = 0.5;
    /** A thread that computes without a pause has its core for about all of the time. */
    private static final double LEAST_PROCESSOR = 0.9;
    /** One round may be hit by chance; a tenth of all is no chance. */
    private static final double MOST_HIT = 0.1;

    private Disturbance() {}

    /** Why these results cannot be relied upon, a clause for each reason; none where nothing speaks against them. */
    public static List<String> of(Results results) {
        List<String> reasons = new ArrayList<>(of(results.machine()));
        // Several threads wait for each other, so that only one alone tells.
        List<Measurement> alone = results.measurements().stream().filter(each -> each.threads() == 1 && each.processor() > 0).toList();
        long hit = alone.stream().filter(each -> each.processor() < LEAST_PROCESSOR).count();
        if (hit > MOST_HIT * alone.size()) {
            reasons.add("%d of %d measurements had a processor for less than %.0f%% of their time".formatted(
                    hit, alone.size(), 100 * LEAST_PROCESSOR));
        }
        return reasons;
    }

    private static List<String> of(Results.Machine machine) {
        return machine.cores() > 0 && machine.loadBefore() > BUSY_LOAD * machine.cores()
                ? List.of(String.format(Locale.ROOT, "the load was %.1f on %d %s before it began", machine.loadBefore(), machine.cores(),
                        machine.cores() == 1 ? "core" : "cores"))
                : List.of();
    }

    /** The reasons in one line, with what to do; empty where there are none. */
    public static String line(Results results) {
        return line(of(results));
    }

    /** Likewise of what is known before anything was measured. */
    public static String line(Results.Machine machine) {
        return line(of(machine));
    }

    private static String line(List<String> reasons) {
        return reasons.isEmpty() ? "" : "The machine was busy: %s. Measure again when nothing else runs.".formatted(String.join("; ", reasons));
    }
}
