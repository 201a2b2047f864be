package dev.gumbel.backend.reference;

import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.graph.Scalars;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;

/**
 * Every op as a loop in double. Variables of type FLOAT32 are rounded to float by each update, so that a saved and restored training goes on as if it
 * had not stopped.
 */
final class ReferenceKernels implements Kernels<ReferenceArray> {

    @Override
    public ReferenceArray bind(HostTensor tensor) {
        return new ReferenceArray(tensor.shape(), tensor.type(), tensor.toDoubles());
    }

    @Override
    public void refresh(ReferenceArray bound, HostTensor tensor) {
        Arrays.setAll(bound.values(), tensor::get);
    }

    @Override
    public void fetch(ReferenceArray array, HostTensor into) {
        for (int i = 0; i < array.size(); i++) {
            into.set(i, array.values()[i]);
        }
    }

    @Override
    public ReferenceArray copy(ReferenceArray array) {
        return array.with(array.values().clone());
    }

    @Override
    public void assign(ReferenceArray target, ReferenceArray value) {
        Arrays.setAll(target.values(), i -> target.rounded(value.values()[i]));
    }

    @Override
    public void release(ReferenceArray array) {
        // The garbage collector frees it.
    }

    @Override
    public ReferenceArray unary(Unary op, ReferenceArray x) {
        double[] result = new double[x.size()];
        Arrays.setAll(result, i -> Scalars.unary(op, x.values()[i]));
        return x.with(result);
    }

    @Override
    public ReferenceArray binary(Binary op, ReferenceArray a, ReferenceArray b) {
        Shape shape = Shape.broadcast(op.label(), a.shape(), b.shape());
        double[] left = Movements.broadcast(a, shape).values();
        double[] right = Movements.broadcast(b, shape).values();
        double[] result = new double[left.length];
        Arrays.setAll(result, i -> Scalars.binary(op, left[i], right[i]));
        return new ReferenceArray(shape, a.type(), result);
    }

    @Override
    public ReferenceArray movement(Movement op, ReferenceArray x) {
        return switch (op) {
            case Movement.Reshape(Shape shape) -> new ReferenceArray(shape, x.type(), x.values());
            case Movement.Permute permute -> Movements.permute(x, permute.axes());
            case Movement.BroadcastTo(Shape shape) -> Movements.broadcast(x, shape);
            case Movement.Slice slice -> Movements.slice(x, slice);
        };
    }

    @Override
    public ReferenceArray matMul(MatMul op, ReferenceArray a, ReferenceArray b) {
        ReferenceArray left = op.transposeA() ? Movements.permute(a, 1, 0) : a;
        ReferenceArray right = op.transposeB() ? Movements.permute(b, 1, 0) : b;
        return Movements.product(left, right);
    }

    @Override
    public ReferenceArray reduce(Reduce op, ReferenceArray x) {
        ReferenceArray kept = ReferenceArray.zeros(x.shape().reduce(op.axes(), true), x.type());
        boolean max = op.kind() == Reduce.Kind.MAX;
        double[] result = kept.values();
        // -0.0, unlike 0, changes nothing it is added to.
        Arrays.fill(result, max ? Double.NEGATIVE_INFINITY : -0.0);
        int[] targets = Movements.broadcastIndices(kept.shape(), x.shape());
        for (int i = 0; i < targets.length; i++) {
            double value = x.values()[i];
            result[targets[i]] = max ? Math.max(result[targets[i]], value) : result[targets[i]] + value;
        }
        return new ReferenceArray(x.shape().reduce(op.axes(), op.keep()), x.type(), result);
    }

    @Override
    public ReferenceArray selection(Selection op, List<ReferenceArray> inputs) {
        ReferenceArray first = inputs.getFirst();
        return switch (op) {
            case Selection.Where _ -> Selections.where(first, inputs.get(1), inputs.get(2));
            case Selection.Concat(int axis) -> Selections.concat(axis, inputs);
            case Selection.Gather _ -> Selections.gather(first, inputs.get(1));
            case Selection.ScatterAdd(int rows) -> Selections.scatterAdd(first, inputs.get(1), rows);
            case Selection.OneHotArgmax _ -> Rows.oneHotArgmax(first);
            case Selection.StraightThrough _ -> first;
        };
    }

    @Override
    public ReferenceArray fused(Fused op, List<ReferenceArray> x) {
        return switch (op) {
            case Fused.Linear linear -> Rows.linear(linear, x.get(0), x.get(1), x.get(2));
            case Fused.Softmax _ -> Rows.softmax(x.getFirst(), 1);
            case Fused.LogSumExp _ -> Rows.logSumExp(x.getFirst());
            case Fused.GumbelSoftmax _ -> Rows.softmax(binary(new Binary.Add(), x.get(0), x.get(1)), x.get(2).values()[0]);
            case Fused.BernoulliNll _ -> Rows.bernoulliNll(x.get(0), x.get(1));
            case Fused.CategoricalKl _ -> Rows.categoricalKl(x.getFirst());
            case Fused.ActivationGradient(var activation) -> RowGradients.activation(activation, x.get(0), x.get(1));
            case Fused.SoftmaxGradient _ -> RowGradients.softmax(x.get(0), x.get(1), x.get(2).values()[0]);
            case Fused.BernoulliNllGradient _ -> RowGradients.bernoulliNll(x.get(0), x.get(1), x.get(2));
            case Fused.CategoricalKlGradient _ -> RowGradients.categoricalKl(x.get(0), x.get(1));
        };
    }

    @Override
    public void adam(AdamStep step, ReferenceArray weight, ReferenceArray firstMoment, ReferenceArray secondMoment, ReferenceArray gradient) {
        for (int i = 0; i < weight.size(); i++) {
            double g = gradient.values()[i];
            double m = step.beta1() * firstMoment.values()[i] + (1 - step.beta1()) * g;
            double v = step.beta2() * secondMoment.values()[i] + (1 - step.beta2()) * g * g;
            m = Math.abs(m) < AdamUpdate.FLUSH_FIRST ? 0 : m;
            v = v < AdamUpdate.FLUSH_SECOND ? 0 : v;
            firstMoment.values()[i] = firstMoment.rounded(m);
            secondMoment.values()[i] = secondMoment.rounded(v);
            double change = step.stepSize() * m / (Math.sqrt(v) * step.rootCorrection() + step.epsilon());
            weight.values()[i] = weight.rounded(weight.values()[i] - change);
        }
    }

    @Override
    public void close() {
        // Nothing outside the Java heap is held.
    }
}
