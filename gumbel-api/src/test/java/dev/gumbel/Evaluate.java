package dev.gumbel;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.reference.ReferenceProvider;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What tests need to see values: the reference backend, and the shortest way from a tensor to its elements. */
public final class Evaluate {
    private static final String OUTPUT = "value";

    private Evaluate() {}

    public static Backend reference() {
        return new ReferenceProvider().create(Settings.defaults());
    }

    public static Backend checkedReference() {
        return new ReferenceProvider().create(Settings.defaults().withChecked(true));
    }

    /** A program of one output. */
    public static Program program(Tensor tensor) {
        return Program.named("test").output(OUTPUT, tensor).build();
    }

    /** The elements of a tensor that depends on no input. */
    public static double[] values(Tensor tensor) {
        return values(tensor, Feed.at(0));
    }

    public static double[] values(Tensor tensor, Feed feed) {
        return values(program(tensor), feed);
    }

    /** The elements of a program's first output. */
    public static double[] values(Program program, Feed feed) {
        try (Session session = reference().open(1, program)) {
            return session.run(program, feed).get(program.outputs().keySet().iterator().next()).toDoubles();
        }
    }

    /** The elements of a FLOAT64 tensor, each op in a program of its own and fed, so that nothing can be simplified across ops or in constants. */
    public static double[] opByOp(Tensor tensor, Map<Input, HostTensor> fed) {
        Map<Tensor, HostTensor> results = new HashMap<>(fed);
        for (Tensor each : program(tensor).tensors()) {
            results.computeIfAbsent(each, _ -> alone(each, each.inputs().stream().map(results::get).toList()));
        }
        return results.get(tensor).toDoubles();
    }

    private static HostTensor alone(Tensor tensor, List<HostTensor> operands) {
        List<Input> inputs = IntStream.range(0, operands.size())
                .mapToObj(i -> new Input("operand " + i, operands.get(i).shape(), operands.get(i).type())).toList();
        Feed feed = Feed.at(0);
        IntStream.range(0, inputs.size()).forEach(i -> feed.put(inputs.get(i), operands.get(i)));
        double[] values = values(inputs.isEmpty() ? tensor : Tensor.apply(tensor.op(), List.copyOf(inputs)), feed);
        return HostTensor.of(tensor.shape(), tensor.type(), values);
    }

    public static double item(Tensor tensor) {
        return values(tensor)[0];
    }

    /** A FLOAT64 constant, so that nothing is rounded on its way. */
    public static Tensor constant(Shape shape, double... values) {
        return Tensor.apply(new Leaf.Constant(shape, DataType.FLOAT64, values));
    }

    /** A FLOAT64 vector. */
    public static Tensor vector(double... values) {
        return constant(Shape.of(values.length), values);
    }

    public static Tensor scalar(double value) {
        return constant(Shape.scalar(), value);
    }

    /** A FLOAT64 input. */
    public static Input input(String name, int... dims) {
        return new Input(name, Shape.of(dims), DataType.FLOAT64);
    }

    /** The elements 1, 2, 3, ... of a FLOAT64 constant. */
    public static Tensor counting(int... dims) {
        Shape shape = Shape.of(dims);
        return constant(shape, DoubleStream.iterate(1, value -> value + 1).limit(shape.size()).toArray());
    }

    public static HostTensor host(Shape shape, double... values) {
        return HostTensor.of(shape, DataType.FLOAT64, values);
    }

    /** The labels of all ops of a program, inputs first. */
    public static List<String> labels(Program program) {
        return program.tensors().stream().map(tensor -> tensor.op().label()).toList();
    }
}
