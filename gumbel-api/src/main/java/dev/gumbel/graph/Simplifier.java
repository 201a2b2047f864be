package dev.gumbel.graph;

import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Leaf.Constant;
import dev.gumbel.op.Leaf.Random;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Signature;
import dev.gumbel.op.ShapeInference;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Local simplifications, each of which keeps every bit of the value, and value numbering: tensors of one op on the same inputs become one.
 * Gradients have been made by now, so what only steers them (Detach, StraightThrough) goes.
 */
final class Simplifier {
    private record Value(Op op, List<Tensor> inputs) {}

    private final Map<Value, Tensor> values = new HashMap<>();

    /** A simpler tensor of equal value; the first tensor seen with this op and these inputs where there is nothing to do. */
    Tensor simplify(Tensor tensor) {
        Tensor simpler = switch (tensor.op()) {
            case Unary op -> unary(op, tensor);
            case Binary op -> binary(op, tensor);
            case Movement op -> movement(op, tensor);
            case MatMul op -> matMul(op, tensor);
            case Reduce op -> reduce(op, tensor);
            case Selection op -> selection(op, tensor);
            default -> tensor;
        };
        if (simpler != tensor || tensor.op() instanceof Random) {
            return simpler; // Noise is told apart by its name, never by what it has in common with other noise.
        }
        Tensor first = values.putIfAbsent(new Value(tensor.op(), tensor.inputs()), tensor);
        return first == null ? tensor : first;
    }

    private static Tensor unary(Unary op, Tensor tensor) {
        Tensor x = tensor.inputs().getFirst();
        if (op instanceof Unary.Detach) {
            return x;
        }
        if (op instanceof Unary.Neg && x.op() instanceof Unary.Neg) {
            return x.inputs().getFirst();
        }
        return x.op() instanceof Constant c && c.isFilled()
                ? Tensor.filled(tensor.shape(), tensor.type(), Scalars.unary(op, c.value(0), tensor.type()))
                : tensor;
    }

    private static Tensor binary(Binary op, Tensor tensor) {
        Tensor a = tensor.inputs().get(0);
        Tensor b = tensor.inputs().get(1);
        if (a.op() instanceof Constant left && b.op() instanceof Constant right && left.isFilled() && right.isFilled()) {
            return Tensor.filled(tensor.shape(), tensor.type(), Scalars.binary(op, left.value(0), right.value(0), tensor.type()));
        }
        boolean scales = op instanceof Binary.Mul || op instanceof Binary.Div;
        if (scales && isFilledWith(b, 1) && a.shape().equals(tensor.shape())) {
            return a;
        }
        if (op instanceof Binary.Mul && isFilledWith(a, 1) && b.shape().equals(tensor.shape())) {
            return b;
        }
        return withoutBroadcasts(tensor);
    }

    private static boolean isFilledWith(Tensor tensor, double value) {
        return tensor.op() instanceof Constant constant && constant.isFilledWith(value);
    }

    /** Elementwise ops broadcast by themselves: an input need not be repeated before them if the shape of the result stays. */
    private static Tensor withoutBroadcasts(Tensor tensor) {
        List<Tensor> inputs = tensor.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor small = narrow(inputs.get(i));
            if (small != inputs.get(i)) {
                List<Tensor> narrowed = new ArrayList<>(inputs);
                narrowed.set(i, small);
                List<Signature> signatures = narrowed.stream().map(Tensor::signature).toList();
                if (ShapeInference.infer(tensor.op(), signatures).equals(tensor.signature())) {
                    return Tensor.apply(tensor.op(), narrowed);
                }
            }
        }
        return tensor;
    }

    private static Tensor narrow(Tensor input) {
        if (input.op() instanceof Movement.BroadcastTo) {
            return input.inputs().getFirst();
        }
        boolean repeats = input.op() instanceof Constant constant && constant.isFilled() && input.shape().rank() > 0;
        return repeats ? input.scalarLike(((Constant) input.op()).value(0)) : input;
    }

    private static Tensor movement(Movement op, Tensor tensor) {
        Tensor x = tensor.inputs().getFirst();
        boolean keepsOrder = !(op instanceof Movement.Permute permute) || isIdentity(permute);
        if (keepsOrder && x.shape().equals(tensor.shape())) {
            return x;
        }
        if (x.op() instanceof Constant constant && constant.isFilled()) {
            return Tensor.filled(tensor.shape(), tensor.type(), constant.value(0));
        }
        if (op instanceof Movement.Reshape && x.op() instanceof Movement.Reshape) {
            return Tensor.apply(op, x.inputs());
        }
        if (op instanceof Movement.Permute outer && x.op() instanceof Movement.Permute inner) {
            int[] axes = inner.axes();
            return Tensor.apply(new Movement.Permute(Arrays.stream(outer.axes()).map(axis -> axes[axis]).toArray()), x.inputs());
        }
        return op instanceof Movement.Slice slice ? slice(slice, tensor) : tensor;
    }

    private static Tensor slice(Movement.Slice op, Tensor tensor) {
        Tensor x = tensor.inputs().getFirst();
        if (x.op() instanceof Movement.Slice inner && inner.axis() == op.axis()) {
            return Tensor.apply(op.of(inner), x.inputs());
        }
        Movement.Slice canonical = op.canonical();
        return canonical.equals(op) ? tensor : Tensor.apply(canonical, x);
    }

    private static boolean isIdentity(Movement.Permute permute) {
        int[] axes = permute.axes();
        return IntStream.range(0, axes.length).allMatch(i -> axes[i] == i);
    }

    /** A transposed operand is read transposed instead. */
    private static Tensor matMul(MatMul op, Tensor tensor) {
        Tensor a = tensor.inputs().get(0);
        Tensor b = tensor.inputs().get(1);
        if (a.op() instanceof Movement.Permute) {
            return a.inputs().getFirst().matMul(b, !op.transposeA(), op.transposeB());
        }
        return b.op() instanceof Movement.Permute ? a.matMul(b.inputs().getFirst(), op.transposeA(), !op.transposeB()) : tensor;
    }

    private static Tensor reduce(Reduce op, Tensor tensor) {
        Tensor x = tensor.inputs().getFirst();
        boolean nothing = Arrays.stream(op.axes()).allMatch(axis -> x.shape().dim(axis) == 1);
        return nothing ? x.reshape(tensor.shape()) : tensor;
    }

    private static Tensor selection(Selection op, Tensor tensor) {
        Tensor x = tensor.inputs().getFirst();
        return switch (op) {
            case Selection.StraightThrough _ -> x;
            case Selection.Concat _ -> tensor.inputs().size() == 1 ? x : tensor;
            case Selection.Where _ -> where(x, tensor);
            default -> tensor;
        };
    }

    private static Tensor where(Tensor condition, Tensor tensor) {
        if (condition.op() instanceof Constant constant && constant.isFilled()) {
            Tensor chosen = tensor.inputs().get(constant.value(0) != 0 ? 1 : 2);
            Shape shape = tensor.shape();
            return chosen.shape().equals(shape) ? chosen : chosen.broadcastTo(shape);
        }
        return withoutBroadcasts(tensor);
    }
}
