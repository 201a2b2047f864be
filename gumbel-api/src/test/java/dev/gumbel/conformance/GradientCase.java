package dev.gumbel.conformance;

import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.GumbelNoise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A function to differentiate: its name, the ops it is about, the shapes of its inputs and where their values lie. Inputs of ids come last and are
 * not differentiated.
 */
record GradientCase(
        String name, List<String> ops, List<Shape> shapes, double offset, double scale, int idInputs, int idRange,
        Function<List<? extends Tensor>, Tensor> function) {

    private static final Shape MATRIX = Shape.of(3, 4);

    static List<GradientCase> all() {
        List<GradientCase> cases = new ArrayList<>();
        elementwise(cases);
        movements(cases);
        contractions(cases);
        fused(cases);
        return cases;
    }

    private static void elementwise(List<GradientCase> cases) {
        unary(cases, "Neg", 0, Tensor::neg);
        unary(cases, "Exp", 0, Tensor::exp);
        unary(cases, "Log", 2, Tensor::log);
        unary(cases, "Sqrt", 2, Tensor::sqrt);
        unary(cases, "Sigmoid", 0, Tensor::sigmoid);
        unary(cases, "Tanh", 0, Tensor::tanh);
        unary(cases, "Relu", 0, Tensor::relu);
        unary(cases, "Softplus", 0, Tensor::softplus);
        for (List<Shape> shapes : List.of(
                List.of(MATRIX, MATRIX), List.of(MATRIX, Shape.of(4)), List.of(Shape.of(3, 1), MATRIX), List.of(Shape.scalar(), MATRIX),
                List.of(Shape.of(2, 1, 4), Shape.of(3, 1)))) {
            binary(cases, "Add", shapes, 0, (a, b) -> a.add(b));
            binary(cases, "Sub", shapes, 0, (a, b) -> a.sub(b));
            binary(cases, "Mul", shapes, 0, (a, b) -> a.mul(b));
            binary(cases, "Div", shapes, 2, (a, b) -> a.div(b));
            binary(cases, "Maximum", shapes, 0, (a, b) -> a.maximum(b));
            binary(cases, "Minimum", shapes, 0, (a, b) -> a.minimum(b));
            binary(cases, "Where", shapes, 0, (a, b) -> a.detach().greater(b.detach()).where(a.mul(2), b));
        }
        // Its gradient is that of another function than its value, unless hard and soft are equal.
        unary(cases, "StraightThrough", 0, x -> x.detach().straightThrough(x).mul(x));
    }

    private static void movements(List<GradientCase> cases) {
        unary(cases, "Reshape", 0, x -> x.reshape(2, 6));
        unary(cases, "Permute", 0, x -> x.permute(1, 0));
        of(cases, "Permute", List.of(Shape.of(2, 3, 4)), x -> x.getFirst().permute(2, 0, 1));
        unary(cases, "BroadcastTo", 0, x -> x.broadcastTo(Shape.of(5, 3, 4)));
        of(cases, "BroadcastTo", List.of(Shape.of(3, 1)), x -> x.getFirst().broadcastTo(Shape.of(2, 3, 4)));
        unary(cases, "Slice", 0, x -> x.slice(0, 1, 2));
        unary(cases, "Slice", 0, x -> x.slice(1, 0, 2));
        unary(cases, "Slice", 0, x -> x.slice(-1, 1, 4));
        of(cases, "Concat", List.of(MATRIX, Shape.of(2, 4), MATRIX), x -> Tensor.concat(0, List.copyOf(x)));
        of(cases, "Concat", List.of(MATRIX, Shape.of(3, 1)), x -> Tensor.concat(1, List.copyOf(x)));
        ids(cases, "Gather", List.of(Shape.of(5, 4), Shape.of(2, 3)), x -> x.get(0).gather(x.get(1)));
        ids(cases, "Gather", List.of(Shape.of(5), Shape.of(7)), x -> x.get(0).gather(x.get(1)));
        ids(cases, "ScatterAdd", List.of(Shape.of(2, 3, 4), Shape.of(2, 3)), x -> x.get(0).scatterAdd(x.get(1), 5));
    }

    private static void contractions(List<GradientCase> cases) {
        of(cases, "MatMul", List.of(MATRIX, Shape.of(4, 5)), x -> x.get(0).matMul(x.get(1)));
        of(cases, "MatMul", List.of(MATRIX, Shape.of(5, 4)), x -> x.get(0).matMul(x.get(1), false, true));
        of(cases, "MatMul", List.of(Shape.of(4, 3), Shape.of(4, 5)), x -> x.get(0).matMul(x.get(1), true, false));
        of(cases, "MatMul", List.of(Shape.of(4, 3), Shape.of(5, 4)), x -> x.get(0).matMul(x.get(1), true, true));
        Shape cube = Shape.of(2, 3, 4);
        for (int[] axes : new int[][] {{0}, {1}, {2}, {0, 2}, {}}) {
            of(cases, "Reduce", List.of(cube), x -> x.getFirst().sum(axes));
            of(cases, "Reduce", List.of(cube), x -> x.getFirst().max(axes));
            of(cases, "Reduce", List.of(cube), x -> x.getFirst().sumKeep(axes).mul(x.getFirst().maxKeep(axes)));
        }
    }

    private static void fused(List<GradientCase> cases) {
        for (Activation activation : Activation.values()) {
            of(cases, "Linear", List.of(MATRIX, Shape.of(5, 4), Shape.of(5)),
                    x -> Tensor.apply(new Fused.Linear(activation), List.copyOf(x)));
        }
        Shape cube = Shape.of(2, 3, 4);
        of(cases, "Softmax", List.of(cube), x -> x.getFirst().softmax());
        of(cases, "LogSumExp", List.of(cube), x -> x.getFirst().logSumExp());
        of(cases, "CategoricalKl", List.of(cube), x -> Tensor.apply(new Fused.CategoricalKl(), List.copyOf(x)));
        of(cases, "BernoulliNll", List.of(cube, cube), x -> Tensor.apply(new Fused.BernoulliNll(), List.copyOf(x)));
        // The temperature is an input of its own, far enough from 0 for central differences.
        cases.add(new GradientCase("GumbelSoftmax", List.of("GumbelSoftmax"), List.of(cube, cube, Shape.scalar()), 2, 0.5, 0, 0,
                x -> Tensor.apply(new Fused.GumbelSoftmax(), List.copyOf(x))));
    }

    private static void unary(List<GradientCase> cases, String op, double offset, Function<Tensor, Tensor> function) {
        cases.add(new GradientCase(op, List.of(op), List.of(MATRIX), offset, offset > 0 ? 0.4 : 1, 0, 0, x -> function.apply(x.getFirst())));
    }

    /** A function of two tensors. */
    @FunctionalInterface
    private interface Pair {
        Tensor apply(Tensor a, Tensor b);
    }

    private static void binary(List<GradientCase> cases, String op, List<Shape> shapes, double offset, Pair function) {
        cases.add(new GradientCase(op, List.of(op), shapes, offset, offset > 0 ? 0.4 : 1, 0, 0, x -> function.apply(x.get(0), x.get(1))));
    }

    private static void of(List<GradientCase> cases, String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        cases.add(new GradientCase(op, List.of(op), shapes, 0, 1, 0, 0, function));
    }

    private static void ids(List<GradientCase> cases, String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        cases.add(new GradientCase(op, List.of(op), shapes, 0, 1, 1, 5, function));
    }

    int[] differentiable() {
        return IntStream.range(0, shapes.size() - idInputs).toArray();
    }

    List<Input> inputs(DataType type) {
        return IntStream.range(0, shapes.size())
                .mapToObj(i -> new Input("x" + i, shapes.get(i), isIds(i) ? DataType.INT32 : type)).toList();
    }

    private boolean isIds(int input) {
        return input >= shapes.size() - idInputs;
    }

    Tensor apply(List<Input> inputs) {
        return function.apply(inputs);
    }

    /** A weighted sum of the function's elements, so that no two of them can be exchanged unnoticed. */
    Tensor loss(List<Input> inputs) {
        Tensor value = apply(inputs);
        long size = value.shape().size();
        double[] weights = IntStream.range(0, (int) size).mapToDouble(i -> Math.sin(1 + 2.3 * i)).toArray();
        return value.mul(Tensor.apply(new Leaf.Constant(value.shape(), value.type(), weights))).sum();
    }

    /** Values that are the same at every run; ids repeat, as some rule must add up. */
    List<HostTensor> values(DataType type) {
        return IntStream.range(0, shapes.size()).mapToObj(i -> {
            Shape shape = shapes.get(i);
            GumbelNoise noise = GumbelNoise.of(17, Domain.TRAIN, "case " + i, 0);
            double[] values = IntStream.range(0, (int) shape.size())
                    .mapToDouble(j -> isIds(i) ? j * 3 % idRange : offset + scale * Math.tanh(noise.get(j) - 0.5)).toArray();
            return HostTensor.of(shape, isIds(i) ? DataType.INT32 : type, values);
        }).toList();
    }

    @Override
    public String toString() {
        return name + " " + shapes;
    }
}
