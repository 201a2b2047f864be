package dev.gumbel.bench;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Linear;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The article's first layer, 784 to 512: a matrix product alone, and with bias and ReLU. */
public class LayerBenchmark extends SessionBenchmark {
    private static final int IN = 784;
    private static final int OUT = 512;

    @Param({"10", "100", "1000"})
    public int batch;

    private Feed both = Feed.at(0);
    private Feed images = Feed.at(0);
    private @Nullable Program product;
    private @Nullable Program linear;

    @Setup(Level.Trial)
    public void open() {
        Input x = Tensor.input("x", Shape.of(batch, IN));
        Input weight = Tensor.input("weight", Shape.of(OUT, IN));
        product = Program.named("product").output("y", x.matMul(weight, false, true)).build();
        linear = Program.named("linear").output("y", Linear.of("layer", IN, OUT, Activation.RELU).apply(x)).build();
        images = Feed.at(0).put("x", Rig.uniform(x.shape(), 0, 1));
        both = Feed.at(0).put("x", Rig.uniform(x.shape(), 0, 1)).put("weight", Rig.uniform(weight.shape(), -1, 1));
        open(product, linear);
    }

    @Benchmark
    public Results product() {
        return run(Objects.requireNonNull(product), both);
    }

    @Benchmark
    public Results linear() {
        return run(Objects.requireNonNull(linear), images);
    }
}
