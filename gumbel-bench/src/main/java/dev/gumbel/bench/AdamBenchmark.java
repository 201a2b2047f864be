package dev.gumbel.bench;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One Adam step on as many weights as the article's network has; the gradient is fed, which is one pass over a quarter of the bytes. */
public class AdamBenchmark extends SessionBenchmark {
    @Param("1221180")
    public int weights;

    private Feed feed = Feed.at(0);
    private @Nullable Program update;

    @Setup(Level.Trial)
    public void open() {
        Shape shape = Shape.of(weights);
        Variable variable = Variable.of("weights", shape, new Initializer.Uniform(1));
        Input gradient = Tensor.input("gradient", shape);
        update = Program.named("adam").update(new Adam(1e-3f).update(variable, gradient)).build();
        feed = Feed.at(0).put("gradient", Rig.uniform(shape, -1, 1));
        open(update);
    }

    @Benchmark
    public Results update() {
        return run(Objects.requireNonNull(update), feed);
    }
}
