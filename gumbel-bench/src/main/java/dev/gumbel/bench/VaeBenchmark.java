package dev.gumbel.bench;

import dev.gumbel.backend.Feed;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The article's network: a training step and an evaluation, from images on the host to the loss on the host. */
public class VaeBenchmark extends SessionBenchmark {
    @Param({"10", "100", "1000"})
    public int batch;

    private Feed feed = Feed.at(0);
    private @Nullable Program train;
    private @Nullable Program evaluate;

    @Setup(Level.Trial)
    public void open() {
        CategoricalVae vae = CategoricalVae.article();
        train = vae.train(batch, new Adam(1e-3f), GumbelSoftmax.soft());
        evaluate = vae.evaluate(batch);
        feed = Feed.at(0)
                .put(CategoricalVae.IMAGES, Rig.uniform(Shape.of(batch, vae.shape().pixels()), 0, 1))
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        open(train, evaluate);
    }

    @Benchmark
    public double train() {
        return run(Objects.requireNonNull(train), feed).get(CategoricalVae.LOSS).item();
    }

    @Benchmark
    public double evaluate() {
        return run(Objects.requireNonNull(evaluate), feed).get(CategoricalVae.LOSS).item();
    }
}
