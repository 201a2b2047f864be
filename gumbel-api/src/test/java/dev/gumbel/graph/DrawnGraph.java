package dev.gumbel.graph;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A graph of matrices put together at random from the ops that rewriting has rules for. */
final class DrawnGraph {
    private final Random random;
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();

    DrawnGraph(int seed, int size) {
        this.random = new Random(seed);
        for (Shape shape : List.of(Shape.of(2, 3), Shape.of(1, 3), Shape.of(2, 1))) {
            inputs.add(new Input("x" + inputs.size(), shape, DataType.FLOAT64));
        }
        tensors.addAll(inputs);
        while (tensors.size() < size) {
            tensors.add(draw());
        }
    }

    /** All tensors are outputs, so that none is dead. */
    Program program() {
        Program.Builder builder = Program.named("drawn");
        for (int i = 0; i < tensors.size(); i++) {
            builder.output("t" + i, tensors.get(i));
        }
        return builder.build();
    }

    Map<Input, HostTensor> values() {
        double[] special = {-0.0, 0, 1, Double.NaN, Double.NEGATIVE_INFINITY, 0.3};
        Map<Input, HostTensor> values = new LinkedHashMap<>();
        for (Input input : inputs) {
            double[] drawn = random.doubles(input.shape().size(), -2, 2).map(d -> random.nextInt(4) == 0 ? special[random.nextInt(6)] : d).toArray();
            values.put(input, HostTensor.of(input.shape(), drawn));
        }
        return values;
    }

    static double[] run(Program program, String output, Feed feed) {
        try (Session session = Evaluate.reference().open(0, program)) {
            return session.run(program, feed).get(output).toDoubles();
        }
    }

    private Tensor draw() {
        Tensor x = any();
        return switch (random.nextInt(14)) {
            case 0 -> x.neg();
            case 1 -> x.detach();
            case 2 -> x.mul(random.nextInt(3));
            case 3 -> x.filledLike(random.nextInt(3)).add(x);
            case 4 -> x.permute(1, 0);
            case 5 -> x.reshape(x.shape().dim(1), x.shape().dim(0));
            case 6 -> x.slice(1, 0, 1 + random.nextInt(x.shape().dim(1)));
            case 7 -> x.broadcastTo(Shape.of(x.shape().dim(0) == 1 ? 2 : x.shape().dim(0), x.shape().dim(1)));
            case 8 -> random.nextBoolean() ? x.sumKeep(random.nextInt(2)) : x.maxKeep(random.nextInt(2));
            case 9 -> Tensor.concat(1, random.nextBoolean() ? List.of(x) : List.of(x, x));
            case 10 -> x.filledLike(random.nextInt(2)).where(x, any(x));
            case 11 -> x.sub(any(x));
            case 12 -> x.permute(1, 0).matMul(x);
            default -> x.scalarLike(random.nextInt(2)).exp().mul(x.straightThrough(x.exp()));
        };
    }

    private Tensor any() {
        return tensors.get(random.nextInt(tensors.size()));
    }

    /** A tensor that broadcasts with another. */
    private Tensor any(Tensor other) {
        List<Tensor> fitting = tensors.stream().filter(tensor -> tensor.shape().broadcastsTo(other.shape())).toList();
        return fitting.get(random.nextInt(fitting.size()));
    }
}
