package dev.gumbel.bench.run;

import dev.gumbel.bench.result.Results.Curve;
import dev.gumbel.bench.result.Results.Measured;
import dev.gumbel.bench.result.Results.Measurement;
import dev.gumbel.bench.result.Summary;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures cases on subjects: for each fork a JVM of each subject, and in each case all of them in turn, round after round. */
public final class Runner {
    /** What a JVM takes to start, roughly. */
    private static final long START_MILLIS = 5000;
    /** The batch whose losses are kept. */
    private static final String CURVE = "100";

    private final List<Subject> subjects;
    private final List<Case> cases;
    private final List<Integer> threads;
    private final Effort effort;
    private final Memory memory;
    private final Pinning pinning = Pinning.here();
    private final Consumer<String> progress;
    private final Pace pace;
    private int forks;
    private final Map<String, Measured> measured = new LinkedHashMap<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();

    /** @param progress told what comes next, {@link #units} times in all */
    public Runner(List<Subject> subjects, List<Case> cases, List<Integer> threads, Effort effort, Memory memory, Consumer<String> progress) {
        this.subjects = subjects;
        this.cases = cases;
        this.threads = threads;
        this.effort = effort;
        this.memory = memory;
        this.progress = progress;
        this.pace = new Pace(effort.limit(), planned());
    }

    /** How often progress is told. */
    public int units() {
        return effort.forks() * threads.size() * (cases.size() + 1);
    }

    /** Milliseconds that it takes if every subject has every case and the machine is free. */
    public long planned() {
        long each = cases.stream().mapToLong(wanted -> effort.millis(wanted.workload())).sum() + START_MILLIS;
        return effort.forks() * threads.size() * subjects.size() * each;
    }

    public String pinning() {
        return pinning.describe(threads);
    }

    public List<Measured> measured() {
        return List.copyOf(measured.values());
    }

    public List<Measurement> measurements() {
        return measurements;
    }

    public List<Curve> curves() {
        return curves;
    }

    /**
     * Measures all.
     *
     * @param each what to do after each fork, when all that is known so far can be kept
     * @throws dev.gumbel.backend.BackendException if a subject fails
     */
    public void run(Runnable each) {
        Duration longest = Duration.ZERO;
        while (forks < effort.forks() && (forks == 0 || pace.allows(longest))) {
            long begin = System.nanoTime();
            for (int count : threads) {
                runFork(forks, count);
            }
            forks++;
            longest = Duration.ofNanos(Math.max(longest.toNanos(), System.nanoTime() - begin));
            each.run();
        }
    }

    /** JVMs of each subject that have measured: fewer than planned where the machine was too slow for all within the limit. */
    public int forks() {
        return forks;
    }

    private void runFork(int fork, int threads) {
        List<Child> children = new ArrayList<>();
        try {
            progress.accept("JVMs %d of %d start, %s".formatted(fork + 1, effort.forks(), Summary.threads(threads)));
            for (Subject subject : subjects) {
                Child child = new Child(subject, threads, pinning, memory);
                children.add(child);
                measured.computeIfAbsent(subject.name(), name -> child.measured());
                if (child.hasFirst()) {
                    add(new Case(Workload.FIRST, Workload.FIRST.sizes(false).getFirst()), child, threads, fork, 0,
                            List.of(List.of(child.firstNanos())));
                }
                pace.done(START_MILLIS);
            }
            for (Case wanted : cases) {
                progress.accept(wanted.toString());
                measure(wanted, children, threads, fork);
                // Who comes first differs from case to case.
                Collections.rotate(children, 1);
            }
        } finally {
            children.forEach(Child::close);
        }
    }

    private void measure(Case wanted, List<Child> children, int threads, int fork) {
        int weight = effort.weight(wanted.workload());
        Map<Child, List<Reply>> replies = new LinkedHashMap<>();
        for (Child child : children) {
            if (child.ask("open %s %s".formatted(wanted.workload().word(), wanted.size())).done()) {
                replies.put(child, new ArrayList<>(List.of(child.ask("warm " + pace.cut(weight * effort.warmMillis())))));
            }
            pace.done(weight * effort.warmMillis());
        }
        for (int round = 0; round < effort.rounds(); round++) {
            for (Map.Entry<Child, List<Reply>> each : replies.entrySet()) {
                each.getValue().add(each.getKey().ask("round " + pace.cut(weight * effort.roundMillis())));
            }
            pace.done(children.size() * weight * effort.roundMillis());
        }
        replies.forEach((child, answers) -> {
            add(wanted, child, threads, fork, answers.stream().skip(1).mapToDouble(Reply::processor).average().orElse(0),
                    answers.stream().skip(1).map(Reply::nanos).toList());
            if (wanted.workload().trains() && wanted.size().equals(CURVE)) {
                curves.add(new Curve(child.subject().name(), threads, fork, wanted.count(),
                        answers.stream().flatMap(reply -> reply.nanos().stream()).toList(),
                        answers.stream().flatMap(reply -> reply.losses().stream()).toList()));
            }
        });
    }

    private void add(Case wanted, Child child, int threads, int fork, double processor, List<List<Double>> rounds) {
        measurements.add(new Measurement(wanted.workload().word(), wanted.size(), child.subject().name(), threads, fork, processor, rounds));
    }
}
