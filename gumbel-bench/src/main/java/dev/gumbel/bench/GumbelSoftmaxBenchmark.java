package dev.gumbel.bench;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.discrete.Relaxation;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A Gumbel-softmax sample with its noise, alone and with the gradient of a weighted sum: what PyTorch's F.gumbel_softmax does. */
public class GumbelSoftmaxBenchmark extends SessionBenchmark {
    /** Rows x classes. */
    @Param({"3000x2", "3000x10", "1000x1000", "100x50000"})
    public String size = "";

    @Param({"soft", "hard"})
    public String sample = "";

    private Feed logits = Feed.at(0);
    private Feed logitsAndWeights = Feed.at(0);
    private @Nullable Program forward;
    private @Nullable Program both;

    @Setup(Level.Trial)
    public void open() {
        Shape shape = Shape.of(Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray());
        Relaxation relaxation = sample.equals("hard") ? GumbelSoftmax.hard() : GumbelSoftmax.soft();
        Input input = Tensor.input("logits", shape);
        Tensor drawn = relaxation.sample(input, Tensor.scalar(0.7f), Noise.gumbel("z", shape));
        Tensor gradient = Gradients.of(drawn, Tensor.input("weights", shape), List.of(input)).get(input);
        forward = Program.named("forward").output("sample", drawn).build();
        both = Program.named("both").output("sample", drawn).output("gradient", Objects.requireNonNull(gradient, "it depends on them")).build();
        logits = Feed.at(0).put("logits", Rig.uniform(shape, -3, 3));
        logitsAndWeights = Feed.at(0).put("logits", Rig.uniform(shape, -3, 3)).put("weights", Rig.uniform(shape, -1, 1));
        open(forward, both);
    }

    @Benchmark
    public Results forward() {
        return run(Objects.requireNonNull(forward), logits);
    }

    @Benchmark
    public Results forwardAndGradient() {
        return run(Objects.requireNonNull(both), logitsAndWeights);
    }
}
