package dev.gumbel.bench;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
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

/** From the article's model to an open session with fresh weights, and its end: graphs, gradients, plans, initial values. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OpenBenchmark {
    @Param({"djl", "nd4j"})
    public String backend = "";

    @Param({"host", "library"})
    public String kernels = "";

    private @Nullable Backend chosen;

    @Setup(Level.Trial)
    public void choose() {
        chosen = Rig.backend(backend, kernels, 1);
    }

    @Benchmark
    public int open() {
        CategoricalVae vae = CategoricalVae.article();
        Program train = vae.train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        try (Session session = Objects.requireNonNull(chosen).open(2020, train, vae.evaluate(100))) {
            return session.variables().size();
        }
    }
}
