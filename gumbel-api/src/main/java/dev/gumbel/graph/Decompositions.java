package dev.gumbel.graph;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Fused;
import dev.gumbel.tensor.Tensor;
import java.util.List;

/** What every fused op means in primitive ops. */
public final class Decompositions {
    private Decompositions() {}

    /** A graph of primitive ops equal to the fused op on the same inputs. */
    public static Tensor derive(Fused op, List<Tensor> x) {
        return switch (op) {
            case Fused.Linear(Activation activation) -> activate(activation, x.get(0).matMul(x.get(1), false, true).add(x.get(2)));
            case Fused.Softmax _ -> normalise(x.getFirst().sub(x.getFirst().maxKeep(-1)));
            case Fused.LogSumExp _ -> logSumExp(x.getFirst());
            case Fused.GumbelSoftmax _ -> gumbelSoftmax(x.get(0).add(x.get(1)), x.get(2));
            case Fused.BernoulliNll _ -> x.get(0).softplus().sub(x.get(0).mul(x.get(1))).sum(-1);
            case Fused.CategoricalKl _ -> categoricalKl(x.getFirst());
            case Fused.ActivationGradient(Activation activation) -> activationGradient(activation, x.get(0), x.get(1));
            case Fused.SoftmaxGradient _ -> throughSoftmax(x.get(0), x.get(1)).div(x.get(2));
            case Fused.BernoulliNllGradient _ -> toRows(x.get(2), x.get(0)).mul(x.get(0).sigmoid().sub(x.get(1)));
            case Fused.CategoricalKlGradient _ -> categoricalKlGradient(x.get(0), toRows(x.get(1), x.get(0)));
        };
    }

    private static Tensor activate(Activation activation, Tensor x) {
        return switch (activation) {
            case LINEAR -> x;
            case RELU -> x.relu();
            case SIGMOID -> x.sigmoid();
            case TANH -> x.tanh();
        };
    }

    private static Tensor normalise(Tensor belowZero) {
        Tensor weights = belowZero.exp();
        return weights.div(weights.sumKeep(-1));
    }

    private static Tensor logSumExp(Tensor x) {
        Tensor largest = x.maxKeep(-1);
        Tensor infinity = x.scalarLike(Double.POSITIVE_INFINITY);
        // A row of -infinity, or one with +infinity, is its own answer; subtracting its maximum would make a NaN.
        Tensor isFinite = largest.greater(infinity.neg()).mul(infinity.greater(largest));
        Tensor shift = isFinite.where(largest, x.scalarLike(0)).detach();
        return x.sub(shift).exp().sumKeep(-1).log().add(shift).sum(-1);
    }

    private static Tensor gumbelSoftmax(Tensor perturbed, Tensor temperature) {
        return normalise(perturbed.sub(perturbed.maxKeep(-1)).div(temperature));
    }

    private static Tensor categoricalKl(Tensor logits) {
        Tensor q = logits.softmax();
        return q.mul(q.mul(logits.shape().last()).add(Fused.CategoricalKl.EPSILON).log()).sum(-1);
    }

    private static Tensor activationGradient(Activation activation, Tensor y, Tensor g) {
        return switch (activation) {
            case LINEAR -> g;
            case RELU -> y.greater(y.scalarLike(0)).where(g, g.scalarLike(0));
            case SIGMOID -> g.mul(y.mul(y.neg().add(1)));
            case TANH -> g.mul(y.mul(y).neg().add(1));
        };
    }

    /** J(y) g for each row, with J(y) = diag(y) - y y^T. */
    private static Tensor throughSoftmax(Tensor y, Tensor g) {
        return y.mul(g.sub(g.mul(y).sumKeep(-1)));
    }

    /** Through q = softmax(logits): by q it is log(K q + epsilon) + K q / (K q + epsilon). */
    private static Tensor categoricalKlGradient(Tensor logits, Tensor g) {
        Tensor q = logits.softmax();
        Tensor scaled = q.mul(logits.shape().last());
        Tensor safe = scaled.add(Fused.CategoricalKl.EPSILON);
        return throughSoftmax(q, g.mul(safe.log().add(scaled.div(safe))));
    }

    /** A number for each row as a column that broadcasts over the rows. */
    static Tensor toRows(Tensor g, Tensor x) {
        return g.reshape(x.shape().with(-1, 1));
    }
}
