package dev.gumbel.bench;

import dev.gumbel.bench.subject.Subjects;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Any case of the table on any subject. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TableBenchmark {
    @Param({"java", "djl/fused", "djl/library", "nd4j/fused", "nd4j/library"})
    public String subject = "";

    @Param("train")
    public String workload = "";

    @Param("100")
    public String size = "";

    @Param("1")
    public int threads;

    private @Nullable Work work;

    @Setup(Level.Trial)
    public void open() {
        Subject chosen = Subjects.named(subject);
        chosen.load(threads);
        work = chosen.open(new Case(Workload.of(workload), size))
                .orElseThrow(() -> new IllegalArgumentException("%s has no %s".formatted(subject, workload)));
    }

    @Benchmark
    public double run() {
        Work opened = Objects.requireNonNull(work, "opened before the first measurement");
        opened.run();
        return opened.loss();
    }

    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(work, "opened before the first measurement").close();
    }
}
