package dev.gumbel.conformance;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Op;
import dev.gumbel.op.Shape;
import dev.gumbel.op.StepFunction;
import dev.gumbel.op.Unary;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Every op on shapes of which one extent is given, in each place where it matters: loops are unrolled, blocked and cut into lanes along it. */
final class SizedCases {
    private final int n;
    private final Shape rows;
    private final List<OpCase> cases = new ArrayList<>();

    private SizedCases(int n) {
        this.n = n;
        this.rows = Shape.of(3, n);
    }

    static List<OpCase> of(int n) {
        SizedCases sized = new SizedCases(n);
        sized.leaves();
        sized.elementwise();
        sized.movements();
        sized.contractions();
        sized.selections();
        sized.fused();
        sized.fusedGradients();
        return sized.cases;
    }

    private void leaves() {
        add("Input", List.of(rows), x -> x.getFirst());
        add("Variable", List.of(rows), x -> x.getFirst().mul(Variable.of("w", rows, Initializer.fanIn(1))));
        double[] elements = IntStream.range(0, (int) rows.size()).mapToDouble(i -> i * 0.25 - 1).toArray();
        add("Constant", List.of(rows), x -> x.getFirst().mul(Tensor.apply(new Leaf.Constant(rows, DataType.FLOAT32, elements))));
        add("Constant", List.of(rows), x -> x.getFirst().sub(0.75));
        add("Random", List.of(rows), x -> x.getFirst().mul(Noise.gumbel("z", rows)));
        StepFunction correction = new StepFunction.BiasCorrection(0.75);
        add("StepScalar", List.of(rows), x -> x.getFirst().mul(Tensor.stepScalar(Variable.counter("steps"), correction, DataType.FLOAT32)));
    }

    private void elementwise() {
        for (Unary op : Ops.unaries()) {
            boolean positive = op instanceof Unary.Log || op instanceof Unary.Sqrt;
            Function<List<? extends Tensor>, Tensor> function = x -> Tensor.apply(op, x.getFirst());
            cases.add(positive ? OpCase.positive(name(op), List.of(rows), function) : OpCase.of(name(op), List.of(rows), function));
        }
        for (Binary op : Ops.binaries()) {
            // c11 and c13 broadcast all of them in more ways.
            for (Shape other : op instanceof Binary.Sub ? List.of(rows, Shape.of(n), Shape.of(3, 1), Shape.scalar()) : List.of(rows, Shape.of(n))) {
                List<Shape> shapes = List.of(rows, other);
                cases.add(switch (op) {
                    case Binary.Div _ -> OpCase.positive(name(op), shapes, x -> Tensor.apply(op, List.copyOf(x)));
                    // Drawn numbers are never equal; the larger of both is equal to one of them.
                    case Binary.Equal _, Binary.GreaterOrEqual _ -> OpCase.of(
                            name(op), shapes, x -> Tensor.apply(op, x.get(0), x.get(0).maximum(x.get(1))));
                    default -> OpCase.of(name(op), shapes, x -> Tensor.apply(op, List.copyOf(x)));
                });
            }
        }
    }

    private void movements() {
        add("Reshape", List.of(rows), x -> x.getFirst().reshape(n, 3));
        add("Permute", List.of(rows), x -> x.getFirst().permute(1, 0));
        add("Permute", List.of(Shape.of(2, 3, n)), x -> x.getFirst().permute(2, 0, 1));
        add("BroadcastTo", List.of(Shape.of(n)), x -> x.getFirst().broadcastTo(rows));
        add("BroadcastTo", List.of(Shape.of(3, 1)), x -> x.getFirst().broadcastTo(Shape.of(2, 3, n)));
        add("Slice", List.of(rows), x -> x.getFirst().slice(1, n / 2, n));
        add("Slice", List.of(rows), x -> x.getFirst().slice(0, 1, 2));
        add("Slice", List.of(rows), x -> x.getFirst().slice(0, 0, 3, 2));
        add("Slice", List.of(rows), x -> x.getFirst().slice(1, n / 2, n, 2));
        add("Slice", List.of(Shape.of(2, n, 3)), x -> x.getFirst().slice(1, 0, n, 3));
    }

    private void contractions() {
        sum("MatMul", List.of(rows, Shape.of(n, 2)), x -> x.get(0).matMul(x.get(1)));
        sum("MatMul", List.of(rows, Shape.of(2, n)), x -> x.get(0).matMul(x.get(1), false, true));
        sum("MatMul", List.of(Shape.of(n, 3), Shape.of(n, 2)), x -> x.get(0).matMul(x.get(1), true, false));
        sum("MatMul", List.of(Shape.of(n, 3), Shape.of(2, n)), x -> x.get(0).matMul(x.get(1), true, true));
        sum("MatMul", List.of(Shape.of(n, 3), Shape.of(3, 2)), x -> x.get(0).matMul(x.get(1)));
        sum("MatMul", List.of(Shape.of(2, 3), rows), x -> x.get(0).matMul(x.get(1)));
        sum("Reduce", List.of(rows), x -> x.getFirst().sum(1));
        sum("Reduce", List.of(Shape.of(n, 3)), x -> x.getFirst().sum(0));
        sum("Reduce", List.of(Shape.of(2, n, 3)), x -> x.getFirst().sumKeep(0, 2));
        sum("Reduce", List.of(rows), x -> x.getFirst().sum());
        sum("Reduce", List.of(rows), x -> x.getFirst().max(1));
        sum("Reduce", List.of(Shape.of(2, n, 3)), x -> x.getFirst().maxKeep(1));
        sum("Reduce", List.of(rows), x -> x.getFirst().max());
    }

    private void selections() {
        add("Where", List.of(rows, rows), x -> x.get(0).greater(x.get(1)).where(x.get(0), x.get(1)));
        add("Where", List.of(rows, Shape.of(n), Shape.of(3, 1)), x -> x.get(0).greater(x.get(1)).where(x.get(1), x.get(2)));
        double[] ids = IntStream.range(0, 3 * n).mapToDouble(i -> i * 7 % 5).toArray();
        Tensor others = Tensor.apply(new Leaf.Constant(rows, DataType.INT32, ids));
        for (Binary op : List.of(new Binary.Greater(), new Binary.GreaterOrEqual(), new Binary.Equal())) {
            cases.add(OpCase.ids(name(op), List.of(rows, rows), 5, x -> Tensor.apply(op, x.get(1), others).where(x.get(0), x.get(0).neg())));
        }
        cases.add(OpCase.ids("Where", List.of(rows, Shape.of(3, 1), Shape.of(n)), 2, x -> x.get(2).where(x.get(0), x.get(1))));
        add("Concat", List.of(rows, Shape.of(2, n)), x -> Tensor.concat(0, List.copyOf(x)));
        add("Concat", List.of(rows, Shape.of(3, 2), rows), x -> Tensor.concat(1, List.copyOf(x)));
        cases.add(OpCase.ids("Gather", List.of(Shape.of(5, n), Shape.of(3)), 5, x -> x.get(0).gather(x.get(1))));
        cases.add(OpCase.ids("Gather", List.of(Shape.of(n, 4), Shape.of(2, 3)), n, x -> x.get(0).gather(x.get(1))));
        cases.add(OpCase.ids("ScatterAdd", List.of(Shape.of(n, 4), Shape.of(n)), 5, x -> x.get(0).scatterAdd(x.get(1), 5)).summing(n));
        cases.add(OpCase.ids("ScatterAdd", List.of(Shape.of(2, 3, n), Shape.of(2, 3)), 5, x -> x.get(0).scatterAdd(x.get(1), 5)));
        add("OneHotArgmax", List.of(rows), x -> x.getFirst().oneHotArgmax());
        add("StraightThrough", List.of(rows, rows), x -> x.get(0).straightThrough(x.get(1)));
    }

    private void fused() {
        for (Activation activation : Activation.values()) {
            linear(activation, rows, Shape.of(4, n), Shape.of(4));
        }
        linear(Activation.TANH, Shape.of(3, 4), Shape.of(n, 4), Shape.of(n));
        linear(Activation.LINEAR, Shape.of(n, 4), Shape.of(2, 4), Shape.of(2));
        sum("Softmax", List.of(rows), x -> x.getFirst().softmax());
        sum("Softmax", List.of(Shape.of(n, 3)), x -> x.getFirst().softmax());
        sum("LogSumExp", List.of(rows), x -> x.getFirst().logSumExp());
        sum("CategoricalKl", List.of(rows), x -> Tensor.apply(new Fused.CategoricalKl(), List.copyOf(x)));
        sum("BernoulliNll", List.of(rows, rows), x -> Tensor.apply(new Fused.BernoulliNll(), List.copyOf(x)));
        cases.add(OpCase.positive("GumbelSoftmax", List.of(rows, rows, Shape.scalar()),
                x -> Tensor.apply(new Fused.GumbelSoftmax(), List.copyOf(x))).summing(3L * n));
    }

    private void fusedGradients() {
        for (Activation activation : Activation.values()) {
            add("ActivationGradient", List.of(rows, rows), x -> Tensor.apply(new Fused.ActivationGradient(activation), List.copyOf(x)));
        }
        // Its own gradients divide by the temperature before they multiply by 0: by 1e-40 that is beyond a float.
        cases.add(OpCase.positive("SoftmaxGradient", List.of(rows, rows, Shape.scalar()),
                x -> Tensor.apply(new Fused.SoftmaxGradient(), x.get(0).softmax(), x.get(1), x.get(2).add(0.5))).summing(3L * n));
        sum("BernoulliNllGradient", List.of(rows, rows, Shape.of(3)), x -> Tensor.apply(new Fused.BernoulliNllGradient(), List.copyOf(x)));
        sum("CategoricalKlGradient", List.of(rows, Shape.of(3)), x -> Tensor.apply(new Fused.CategoricalKlGradient(), List.copyOf(x)));
        sum("CategoricalKlGradient", List.of(Shape.of(n, 3), Shape.of(n)), x -> Tensor.apply(new Fused.CategoricalKlGradient(), List.copyOf(x)));
    }

    /** On values so small that no sum saturates the activation. */
    private void linear(Activation activation, Shape... shapes) {
        sum("Linear", List.of(shapes), x -> Tensor.apply(new Fused.Linear(activation), List.copyOf(x)));
        cases.add(cases.removeLast().scaled(1 / Math.sqrt(shapes[0].last())));
    }

    private void add(String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        cases.add(OpCase.of(op, shapes, function));
    }

    /** An op that adds up n elements, or three times as many. */
    private void sum(String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        cases.add(OpCase.of(op, shapes, function).summing(3L * n));
    }

    private static String name(Op op) {
        return op.getClass().getSimpleName();
    }
}
