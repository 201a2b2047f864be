package dev.gumbel.bench.run;

import dev.gumbel.bench.result.Results.Measured;
import dev.gumbel.bench.result.Scaling;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures what a second thread is worth: one thread, two processes of one at once, two threads of one process, in turns, round after round. */
public final class ScalingRunner {
    private final Case wanted;
    private final Effort effort;
    private final Memory memory;
    private final Pinning pinning = Pinning.here();
    private final Consumer<String> progress;
    private final Map<String, Measured> measured = new LinkedHashMap<>();

    public ScalingRunner(Case wanted, Effort effort, Memory memory, Consumer<String> progress) {
        this.wanted = wanted;
        this.effort = effort;
        this.memory = memory;
        this.progress = progress;
    }

    /** Whether processes can be tied to two cores here. */
    public boolean isPossible() {
        return pinning.possible(2);
    }

    public String pinning() {
        return pinning.describe(List.of(1, 2));
    }

    /** Who was measured. */
    public Collection<Measured> measured() {
        return measured.values();
    }

    /**
     * Measures subjects one after the other, fork after fork.
     *
     * @throws dev.gumbel.backend.BackendException if one fails
     */
    public List<Scaling.Fork> run(List<Subject> subjects) {
        List<Scaling.Fork> forks = new ArrayList<>();
        for (int fork = 0; fork < effort.forks(); fork++) {
            for (Subject subject : subjects) {
                progress.accept("%s, JVMs %d of %d".formatted(subject.name(), fork + 1, effort.forks()));
                forks.add(fork(subject));
            }
        }
        return forks;
    }

    private Scaling.Fork fork(Subject subject) {
        try (Child last = new Child(subject, 1, pinning.alone(0), memory);
                Child other = new Child(subject, 1, pinning.alone(1), memory);
                Child both = new Child(subject, 2, pinning, memory)) {
            measured.computeIfAbsent(subject.name(), name -> last.measured());
            for (Child child : List.of(last, other, both)) {
                child.ask("open %s %s".formatted(wanted.workload().word(), wanted.size()));
                child.ask("warm " + effort.weight(wanted.workload()) * effort.warmMillis());
            }
            List<List<Double>> one = new ArrayList<>();
            List<List<Double>> beside = new ArrayList<>();
            List<List<Double>> besides = new ArrayList<>();
            List<List<Double>> two = new ArrayList<>();
            String round = "round " + effort.weight(wanted.workload()) * effort.roundMillis();
            for (int i = 0; i < effort.rounds(); i++) {
                one.add(last.ask(round).nanos());
                last.tell(round);
                other.tell(round);
                beside.add(last.hear().nanos());
                besides.add(other.hear().nanos());
                two.add(both.ask(round).nanos());
            }
            return new Scaling.Fork(subject.name(), Scaling.median(one), List.of(Scaling.median(beside), Scaling.median(besides)),
                    Scaling.median(two));
        }
    }
}
