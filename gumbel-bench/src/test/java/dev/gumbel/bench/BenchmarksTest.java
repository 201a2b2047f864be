package dev.gumbel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.bench.subject.Subjects;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Subject.Role;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The table: that each subject can do its work, and that those who train learn the same; not how fast. */
class BenchmarksTest {
    private static final int STEPS = 60;

    static Stream<Subject> subjects() {
        return Subjects.of(List.of("java", "djl", "nd4j"), List.of(KernelSource.FUSED, KernelSource.LIBRARY)).stream();
    }

    static Stream<Named<Subject>> all() {
        return subjects().map(subject -> Named.of(subject.name(), subject));
    }

    static Stream<Named<Subject>> learners() {
        return all().filter(named -> named.getPayload().role() != Role.FLOOR);
    }

    @Test
    void eachLibraryHasPeersAndAFloor() {
        assertThat(subjects().map(Subject::name)).containsExactly("java", "djl/fused", "djl/library", "nd4j/fused", "nd4j/library",
                "djl-user", "samediff-user", "nd4j-user", "java-floor", "djl-floor", "nd4j-floor");
    }

    @Test
    void aBackendWithoutAChoiceOfKernelsIsMeasuredOnce() {
        assertThat(Subjects.of(List.of("reference", "djl"), List.of(KernelSource.LIBRARY, KernelSource.FUSED)).stream().map(Subject::name))
                .startsWith("reference", "djl/library", "djl/fused");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void eachSubjectDoesItsWork(Subject subject) {
        subject.load(1);
        Set<Workload> missing = switch (subject.name()) {
            case "samediff-user" -> Set.of(Workload.ADAM, Workload.HARD_GRADIENT);
            case "java-floor", "djl-floor", "nd4j-floor" -> Set.of(Workload.values()).stream().filter(workload -> workload != Workload.TRAIN)
                    .collect(Collectors.toSet());
            default -> Set.of();
        };
        for (Workload workload : Workload.values()) {
            Optional<Work> opened = subject.open(new Case(workload, workload.sizes(false).getFirst()));
            assertThat(opened.isEmpty()).as("%s has no %s", subject.name(), workload).isEqualTo(missing.contains(workload));
            opened.ifPresent(work -> {
                work.run();
                work.close();
            });
        }
    }

    /** From 544 nats to about 200 in so many steps; weights and noise differ, so the losses do by some nats. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("learners")
    void allLearnTheSame(Subject subject) {
        subject.load(1);
        try (Work work = subject.open(new Case(Workload.TRAIN, "100")).orElseThrow()) {
            double last = 0;
            for (int step = 0; step < STEPS; step++) {
                work.run();
                assertThat(work.loss()).isBetween(100.0, 600.0);
                last = work.loss();
            }
            assertThat(last).isBetween(190.0, 212.0);
        }
    }

    @Test
    void jmhRunsAnyCase() throws RunnerException {
        var results = new Runner(new OptionsBuilder()
                .forks(0).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT)
                .param("subject", "djl/fused", "djl-user").param("workload", "adam").param("size", "1000").build()).run();
        assertThat(results).hasSize(2);
    }
}
