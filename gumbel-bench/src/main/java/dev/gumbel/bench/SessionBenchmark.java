package dev.gumbel.bench;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Runs programs on a session of one backend, step after step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public abstract class SessionBenchmark {
    @Param({"djl", "nd4j"})
    public String backend = "";

    @Param({"host", "library"})
    public String kernels = "";

    @Param("1")
    public int threads;

    private @Nullable Session session;
    private long step;

    final void open(Program... programs) {
        session = Rig.backend(backend, kernels, threads).open(2020, programs);
    }

    /** The next step of a program; its results stay on the device. */
    final Results run(Program program, Feed feed) {
        return Objects.requireNonNull(session, "opened before the first measurement").run(program, feed.step(step++));
    }

    @TearDown(Level.Trial)
    public final void close() {
        Objects.requireNonNull(session, "opened before the first measurement").close();
    }
}
