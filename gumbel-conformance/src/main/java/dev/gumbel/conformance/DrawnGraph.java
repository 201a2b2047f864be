package dev.gumbel.conformance;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/**
 * A graph put together at random: each number adds one op on tensors drawn before, so that fewer numbers are a smaller graph, and equal numbers are
 * equal graphs. The tool that chooses the numbers, and shrinks them when a test fails, is the caller's.
 */
public final class DrawnGraph {
    /** How far a tame graph's values are from kinks and jumps. */
    private static final double MARGIN = 2e-3;

    private final String description;
    private final GraphDrawer drawer;

    private DrawnGraph(boolean tame, DataType type, int... numbers) {
        this.description = "%s %s".formatted(tame ? "tame " + type : "wild", Arrays.toString(numbers));
        this.drawer = new GraphDrawer(tame, type);
        for (int number : numbers) {
            drawer.draw(number);
        }
    }

    /** A FLOAT64 graph of all ops, on values among which are signed zeros, NaN, infinities and subnormals. */
    public static DrawnGraph wild(int... numbers) {
        return new DrawnGraph(false, DataType.FLOAT64, numbers);
    }

    /**
     * A graph whose values and gradients hardly depend on rounding, at a point where it is smooth.
     *
     * @throws org.opentest4j.TestAbortedException if the point is near a kink or a jump
     */
    public static DrawnGraph tame(DataType type, int... numbers) {
        DrawnGraph graph = new DrawnGraph(true, type, numbers);
        graph.assumeSmooth();
        return graph;
    }

    private void assumeSmooth() {
        Program.Builder builder = Program.named("margins");
        IntStream.range(0, drawer.margins().size()).forEach(i -> builder.output("m" + i, drawer.margins().get(i)));
        if (!drawer.margins().isEmpty()) {
            Program program = builder.build();
            try (Session session = References.open(0, program)) {
                Results results = session.run(program, feed(program));
                boolean far = program.outputs().keySet().stream().flatMapToDouble(name -> Arrays.stream(results.get(name).toDoubles()))
                        .allMatch(margin -> Math.abs(margin) > MARGIN);
                Assumptions.assumeTrue(far, "near a kink");
            }
        }
    }

    /** What is fed, by input. */
    public Map<Input, HostTensor> values() {
        return drawer.values();
    }

    /** The inputs of a floating type. */
    public List<Input> inputs() {
        return drawer.values().keySet().stream().filter(input -> input.type().isFloating()).toList();
    }

    /** A feed of what the program reads. */
    public Feed feed(Program program) {
        Feed feed = Feed.at(0);
        program.inputs().forEach(input -> feed.put(input, Objects.requireNonNull(values().get(input), "drawn with its input")));
        return feed;
    }

    /** Outputs every tensor, so that none is dead. */
    public Program program() {
        return outputs().build();
    }

    /** Outputs every tensor, the {@code loss} and, where there is one, its gradient by each input under {@code gradient} and the input's name. */
    public Program gradients() {
        Tensor loss = loss();
        Program.Builder builder = outputs().output("loss", loss);
        Gradients.of(loss, inputs()).forEach((input, gradient) -> builder.output("gradient " + input.name(), gradient));
        return builder.build();
    }

    private Program.Builder outputs() {
        Program.Builder builder = Program.named(description);
        IntStream.range(0, drawer.tensors().size()).forEach(i -> builder.output("t" + i, drawer.tensors().get(i)));
        return builder;
    }

    /** A sum over all elements of all tensors, each with a weight of its own, so that no two can be exchanged unnoticed. */
    private Tensor loss() {
        Tensor loss = Tensor.filled(Shape.scalar(), drawer.tensors().getFirst().type(), 0);
        for (Tensor tensor : drawer.tensors()) {
            int size = (int) tensor.shape().size();
            double[] weights = IntStream.range(0, size).mapToDouble(i -> Math.sin(1 + 2.3 * i) / size).toArray();
            loss = loss.add(tensor.mul(Tensor.apply(new Leaf.Constant(tensor.shape(), tensor.type(), weights))).sum());
        }
        return loss;
    }

    /** The numbers and the program, to replay a failure. */
    @Override
    public String toString() {
        return description + "\n" + program();
    }
}
