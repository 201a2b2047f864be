package dev.gumbel.bench.result;

import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.bench.result.Results.Curve;
import dev.gumbel.bench.result.Results.Machine;
import dev.gumbel.bench.result.Results.Measured;
import dev.gumbel.bench.result.Results.Measurement;
import dev.gumbel.bench.result.Results.Plan;
import dev.gumbel.bench.subject.Subjects;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Subject.Role;
import dev.gumbel.bench.table.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Results that nobody measured: the whole table, each subject a tenth slower than the one before. */
public final class Examples {
    private static final int FORKS = 3;
    private static final int STEPS = 400;

    private Examples() {}

    public static Results whole(List<Integer> threads) {
        List<Subject> subjects = Subjects.of(List.of("java", "djl", "nd4j"), List.of(KernelSource.FUSED, KernelSource.LIBRARY));
        List<Measurement> measurements = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        for (int count : threads) {
            for (int fork = 0; fork < FORKS; fork++) {
                for (Subject subject : subjects) {
                    double factor = (10 + subjects.indexOf(subject) + 0.2 * fork) / (8.0 + count);
                    measure(subject, factor, count, fork, measurements);
                    double nanos = 10e6 * factor;
                    curves.add(new Curve(subject.name(), count, fork, 100, IntStream.range(0, STEPS).mapToObj(step -> nanos).toList(),
                            IntStream.range(0, STEPS).mapToObj(step -> 120 + 400 * Math.exp(-step / 40.0)).toList()));
                }
            }
        }
        return new Results("1.0", "2026-11-25T12:00:00Z",
                new Machine("An example, 2 cores", 2, 512, 16L << 30, "Linux", "25", "1 thread on core 1", 0.1, 1),
                new Plan(List.of("bench"), "kept", threads, FORKS, 5, 800, 200),
                subjects.stream().map(subject -> new Measured(subject.name(), subject.title(), subject.library(), subject.role(), "1.2",
                        subject.by(), "Somebody 1.2", subject.role() == Role.PEER ? 256 : 512,
                        List.of(subject.role() == Role.PEER ? "--enable-native-access=ALL-UNNAMED" : "-XX:+UseSerialGC"))).toList(),
                measurements, curves);
    }

    private static void measure(Subject subject, double factor, int threads, int fork, List<Measurement> measurements) {
        for (Workload workload : Workload.values()) {
            if (workload.trains() || subject.role() != Role.FLOOR) {
                for (String size : workload.sizes(false)) {
                    double nanos = factor * 50 * Workload.shape(size).size();
                    measurements.add(new Measurement(workload.word(), size, subject.name(), threads, fork, 1,
                            List.of(List.of(nanos, 1.01 * nanos, 0.99 * nanos))));
                }
            }
        }
    }
}
