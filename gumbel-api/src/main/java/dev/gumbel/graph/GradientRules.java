package dev.gumbel.graph;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gradient rule of every op: from the gradient g of the loss by a result y = op(a, b, ...) to the gradients by its inputs, null where none
 * passes. A gradient may still have the broadcast shape; the engine sums it.
 */
final class GradientRules {
    private GradientRules() {}

    static List<@Nullable Tensor> apply(Tensor y, Tensor g) {
        List<Tensor> x = y.inputs();
        return switch (y.op()) {
            case Leaf _ -> none(0);
            case Unary unary -> Collections.singletonList(unary(unary, x.getFirst(), y, g));
            case Binary binary -> binary(binary, x.get(0), x.get(1), y, g);
            case Movement movement -> List.of(movement(movement, x.getFirst(), g));
            case MatMul matMul -> matMul(matMul, x.get(0), x.get(1), g);
            case Reduce reduce -> List.of(reduce(reduce, x.getFirst(), y, g));
            case Selection selection -> selection(selection, x, g);
            case Fused fused -> fused(fused, x, y, g);
        };
    }

    private static @Nullable Tensor unary(Unary op, Tensor x, Tensor y, Tensor g) {
        return switch (op) {
            case Unary.Neg _ -> g.neg();
            case Unary.Exp _ -> g.mul(y);
            case Unary.Log _ -> g.div(x);
            case Unary.Sqrt _ -> g.div(y.mul(2));
            case Unary.Sigmoid _ -> throughActivation(Activation.SIGMOID, y, g);
            case Unary.Tanh _ -> throughActivation(Activation.TANH, y, g);
            case Unary.Relu _ -> throughActivation(Activation.RELU, y, g);
            case Unary.Softplus _ -> g.mul(x.sigmoid());
            case Unary.Detach _ -> null;
        };
    }

    private static List<@Nullable Tensor> binary(Binary op, Tensor a, Tensor b, Tensor y, Tensor g) {
        return switch (op) {
            case Binary.Add _ -> List.of(g, g);
            case Binary.Sub _ -> List.of(g, g.neg());
            case Binary.Mul _ -> List.of(g.mul(b), g.mul(a));
            case Binary.Div _ -> List.of(g.div(b), g.mul(y).div(b).neg());
            case Binary.Maximum _ -> List.of(toWinner(a, b, g), toWinner(b, a, g));
            case Binary.Minimum _ -> List.of(toWinner(b, a, g), toWinner(a, b, g));
            case Binary.Greater _, Binary.GreaterOrEqual _, Binary.Equal _ -> none(2);
        };
    }

    /** The part of g that goes to the operand that must be greater to win; equals share it. */
    private static Tensor toWinner(Tensor winner, Tensor loser, Tensor g) {
        Tensor zero = g.scalarLike(0);
        return winner.greater(loser).where(g, winner.equalTo(loser).where(g.mul(0.5), zero));
    }

    private static Tensor movement(Movement op, Tensor x, Tensor g) {
        return switch (op) {
            case Movement.Reshape _ -> g.reshape(x.shape());
            case Movement.Permute permute -> Tensor.apply(permute.inverse(), g);
            case Movement.BroadcastTo _ -> g;
            case Movement.Slice slice -> GradientSum.of(x, slice, g);
        };
    }

    private static List<@Nullable Tensor> matMul(MatMul op, Tensor a, Tensor b, Tensor g) {
        boolean tA = op.transposeA();
        boolean tB = op.transposeB();
        return List.of(
                tA ? b.matMul(g, tB, true) : g.matMul(b, false, !tB),
                tB ? g.matMul(a, true, tA) : a.matMul(g, !tA, false));
    }

    private static Tensor reduce(Reduce op, Tensor x, Tensor y, Tensor g) {
        Shape kept = x.shape().reduce(op.axes(), true);
        Tensor wide = g.reshape(kept);
        return switch (op.kind()) {
            case SUM -> wide.broadcastTo(x.shape());
            case MAX -> {
                Tensor largest = x.equalTo(y.reshape(kept));
                Tensor share = wide.div(Tensor.apply(new Reduce(Reduce.Kind.SUM, true, op.axes()), largest));
                yield largest.where(share, g.scalarLike(0));
            }
        };
    }

    private static List<@Nullable Tensor> selection(Selection op, List<Tensor> x, Tensor g) {
        Tensor zero = g.scalarLike(0);
        return switch (op) {
            case Selection.Where _ -> Arrays.asList(null, x.getFirst().where(g, zero), x.getFirst().where(zero, g));
            case Selection.Concat(int axis) -> unconcat(axis, x, g);
            case Selection.Gather _ -> Arrays.asList(g.scatterAdd(x.get(1), x.getFirst().shape().dim(0)), null);
            case Selection.ScatterAdd _ -> Arrays.asList(g.gather(x.get(1)), null);
            case Selection.OneHotArgmax _ -> none(1);
            case Selection.StraightThrough _ -> Arrays.asList(null, g);
        };
    }

    private static List<@Nullable Tensor> unconcat(int axis, List<Tensor> x, Tensor g) {
        List<@Nullable Tensor> parts = new ArrayList<>();
        int start = 0;
        for (Tensor input : x) {
            int end = start + input.shape().dim(axis);
            parts.add(g.slice(axis, start, end));
            start = end;
        }
        return parts;
    }

    private static List<@Nullable Tensor> fused(Fused op, List<Tensor> x, Tensor y, Tensor g) {
        return switch (op) {
            case Fused.Linear(Activation activation) -> linear(x, throughActivation(activation, y, g));
            case Fused.Softmax _ -> List.of(throughSoftmax(y, g, y.scalarLike(1)));
            case Fused.LogSumExp _ -> List.of(Decompositions.toRows(g, x.getFirst()).mul(x.getFirst().softmax()));
            case Fused.GumbelSoftmax _ -> gumbelSoftmax(x, y, g);
            case Fused.BernoulliNll _ -> List.of(
                    Tensor.apply(new Fused.BernoulliNllGradient(), x.get(0), x.get(1), g), Decompositions.toRows(g, x.get(0)).mul(x.get(0)).neg());
            case Fused.CategoricalKl _ -> List.of(Tensor.apply(new Fused.CategoricalKlGradient(), x.getFirst(), g));
            case Fused.ActivationGradient _, Fused.SoftmaxGradient _, Fused.BernoulliNllGradient _, Fused.CategoricalKlGradient _ ->
                    throughDerivation(op, x, g);
        };
    }

    /** By the derivation; each input gets a node of its own, so that one that is given twice, or depends on another, is told apart. */
    private static List<@Nullable Tensor> throughDerivation(Fused op, List<Tensor> x, Tensor g) {
        List<Tensor> own = x.stream().map(input -> Tensor.apply(new Movement.Reshape(input.shape()), input)).toList();
        Map<Tensor, Tensor> gradients = Gradients.of(Decompositions.derive(op, own), g, own);
        List<@Nullable Tensor> result = new ArrayList<>();
        own.forEach(input -> result.add(gradients.get(input)));
        return result;
    }

    private static List<@Nullable Tensor> linear(List<Tensor> x, Tensor g) {
        return List.of(g.matMul(x.get(1)), g.matMul(x.get(0), true, false), g.sum(0));
    }

    private static Tensor throughSoftmax(Tensor y, Tensor g, Tensor temperature) {
        return Tensor.apply(new Fused.SoftmaxGradient(), y, g, temperature);
    }

    /** J(y) g / temperature to logits and noise; by the temperature -J(y) g . (logits + noise) / temperature^2. */
    private static List<@Nullable Tensor> gumbelSoftmax(List<Tensor> x, Tensor y, Tensor g) {
        Tensor temperature = x.get(2);
        Tensor toLogits = throughSoftmax(y, g, temperature);
        Tensor perturbed = x.get(0).add(x.get(1));
        // A masked class is -infinity with probability 0; its share is 0, not 0 times infinity.
        Tensor finite = y.greater(y.scalarLike(0)).where(perturbed, y.scalarLike(0));
        return List.of(toLogits, toLogits, toLogits.mul(finite).sum().div(temperature).neg());
    }

    private static Tensor throughActivation(Activation activation, Tensor y, Tensor g) {
        return activation == Activation.LINEAR ? g : Tensor.apply(new Fused.ActivationGradient(activation), y, g);
    }

    private static List<@Nullable Tensor> none(int inputs) {
        return Collections.nCopies(inputs, null);
    }
}
