package dev.gumbel.conformance;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Every differentiable op on small shapes, small enough for central differences. */
final class GradientCases {
    private static final Shape MATRIX = Shape.of(3, 4);

    private GradientCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        elementwise(cases);
        movements(cases);
        contractions(cases);
        fused(cases);
        return cases;
    }

    private static void elementwise(List<OpCase> cases) {
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

    private static void movements(List<OpCase> cases) {
        unary(cases, "Reshape", 0, x -> x.reshape(2, 6));
        unary(cases, "Permute", 0, x -> x.permute(1, 0));
        of(cases, "Permute", List.of(Shape.of(2, 3, 4)), x -> x.getFirst().permute(2, 0, 1));
        unary(cases, "BroadcastTo", 0, x -> x.broadcastTo(Shape.of(5, 3, 4)));
        of(cases, "BroadcastTo", List.of(Shape.of(3, 1)), x -> x.getFirst().broadcastTo(Shape.of(2, 3, 4)));
        unary(cases, "Slice", 0, x -> x.slice(0, 1, 2));
        unary(cases, "Slice", 0, x -> x.slice(1, 0, 2));
        unary(cases, "Slice", 0, x -> x.slice(-1, 1, 4));
        unary(cases, "Slice", 0, x -> x.slice(-1, 1, 4, 2));
        unary(cases, "Slice", 0, x -> x.slice(0, 0, 3, 2));
        of(cases, "Slice", List.of(Shape.of(2, 7, 2)), x -> x.getFirst().slice(1, 0, 6, 3).mul(x.getFirst().slice(1, 1, 7, 3)));
        of(cases, "Concat", List.of(MATRIX, Shape.of(2, 4), MATRIX), x -> Tensor.concat(0, List.copyOf(x)));
        of(cases, "Concat", List.of(MATRIX, Shape.of(3, 1)), x -> Tensor.concat(1, List.copyOf(x)));
        ids(cases, "Gather", List.of(Shape.of(5, 4), Shape.of(2, 3)), x -> x.get(0).gather(x.get(1)));
        ids(cases, "Gather", List.of(Shape.of(5), Shape.of(7)), x -> x.get(0).gather(x.get(1)));
        ids(cases, "Where", List.of(MATRIX, Shape.of(4), Shape.of(3, 1)), x -> x.get(2).greater(x.get(2).scalarLike(1)).where(x.get(0), x.get(1)));
        ids(cases, "ScatterAdd", List.of(Shape.of(2, 3, 4), Shape.of(2, 3)), x -> x.get(0).scatterAdd(x.get(1), 5));
    }

    private static void contractions(List<OpCase> cases) {
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

    private static void fused(List<OpCase> cases) {
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
        cases.add(OpCase.positive("GumbelSoftmax", List.of(cube, cube, Shape.scalar()),
                x -> Tensor.apply(new Fused.GumbelSoftmax(), List.copyOf(x))));
        fusedGradients(cases, cube);
    }

    private static void fusedGradients(List<OpCase> cases, Shape cube) {
        for (Activation activation : Activation.values()) {
            // Those of LINEAR and RELU have no gradient by the value; the sum gives it one.
            of(cases, "ActivationGradient", List.of(cube, cube),
                    x -> Tensor.apply(new Fused.ActivationGradient(activation), List.copyOf(x)).add(x.getFirst()));
        }
        cases.add(OpCase.positive("SoftmaxGradient", List.of(cube, cube, Shape.scalar()),
                x -> Tensor.apply(new Fused.SoftmaxGradient(), List.copyOf(x))));
        // The same tensor twice, and one that depends on another.
        of(cases, "SoftmaxGradient", List.of(cube), x -> Tensor.apply(
                new Fused.SoftmaxGradient(), x.getFirst(), x.getFirst(), x.getFirst().sum().sigmoid().add(1)));
        Shape rows = Shape.of(2, 3);
        of(cases, "BernoulliNllGradient", List.of(cube, cube, rows), x -> Tensor.apply(new Fused.BernoulliNllGradient(), List.copyOf(x)));
        of(cases, "CategoricalKlGradient", List.of(cube, rows), x -> Tensor.apply(new Fused.CategoricalKlGradient(), List.copyOf(x)));
    }

    private static void unary(List<OpCase> cases, String op, double offset, UnaryOperator<Tensor> function) {
        cases.add(about(offset, op, List.of(MATRIX), x -> function.apply(x.getFirst())));
    }

    private static void binary(List<OpCase> cases, String op, List<Shape> shapes, double offset, BinaryOperator<Tensor> function) {
        cases.add(about(offset, op, shapes, x -> function.apply(x.get(0), x.get(1))));
    }

    private static OpCase about(double offset, String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        return offset > 0 ? OpCase.positive(op, shapes, function) : OpCase.of(op, shapes, function);
    }

    private static void of(List<OpCase> cases, String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        cases.add(OpCase.of(op, shapes, function));
    }

    private static void ids(List<OpCase> cases, String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        cases.add(OpCase.ids(op, shapes, 5, function));
    }
}
