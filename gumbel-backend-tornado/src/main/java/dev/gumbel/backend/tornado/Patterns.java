package dev.gumbel.backend.tornado;

import dev.gumbel.graph.Program;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groups of ops, as gradients are made of, that one kernel computes: what lies between is of no use to anything else. */
final class Patterns {
    /** One kernel in place of several. */
    enum Kind { MASK, MASKED_PRODUCT, NLL_GRADIENT, SOFTMAX_GRADIENT }

    /** What is computed from what. */
    record Match(Kind kind, Tensor a, Tensor b) {}

    private final Map<Tensor, Integer> uses = new HashMap<>();
    private final Map<Tensor, Match> matches = new HashMap<>();
    private final Set<Tensor> absorbed = new HashSet<>();

    Patterns(Program program) {
        program.tensors().forEach(tensor -> tensor.inputs().forEach(this::use));
        program.outputs().values().forEach(this::use);
        program.updates().forEach(update -> update.inputs().forEach(this::use));
        // Consumers first, as they decide what becomes of their inputs.
        for (Tensor tensor : program.tensors().reversed()) {
            Match match = absorbed.contains(tensor) ? null : match(tensor);
            if (match != null) {
                matches.put(tensor, match);
            }
        }
    }

    private void use(Tensor tensor) {
        uses.merge(tensor, 1, Integer::sum);
    }

    /** Whether a tensor is computed within another one. */
    boolean isAbsorbed(Tensor tensor) {
        return absorbed.contains(tensor);
    }

    @Nullable Match of(Tensor tensor) {
        return matches.get(tensor);
    }

    private @Nullable Match match(Tensor tensor) {
        List<Tensor> x = tensor.inputs();
        return switch (tensor.op()) {
            case Selection.Where _ -> mask(x.get(0), x.get(1), x.get(2));
            case Binary.Sub _ -> nllGradient(x.get(0), x.get(1));
            case Binary.Mul _ -> softmaxGradient(x.get(0), x.get(1));
            default -> null;
        };
    }

    /** a > 0 ? b : 0. */
    private @Nullable Match mask(Tensor condition, Tensor chosen, Tensor other) {
        if (!isOnly(condition, Binary.Greater.class) || !isZero(input(condition, 1)) || !isZero(other)) {
            return null;
        }
        Tensor output = input(condition, 0);
        if (!output.type().isFloating()) {
            return null;
        }
        return isOnly(chosen, MatMul.class) && chosen.shape().equals(output.shape())
                ? absorb(new Match(Kind.MASKED_PRODUCT, output, chosen), condition, chosen)
                : absorb(new Match(Kind.MASK, output, chosen), condition);
    }

    /** sigmoid(a) - b. */
    private @Nullable Match nllGradient(Tensor mean, Tensor target) {
        return isOnly(mean, Unary.Sigmoid.class) ? absorb(new Match(Kind.NLL_GRADIENT, input(mean, 0), target), mean) : null;
    }

    /** y (g - sum g y), with sums of rows. */
    private @Nullable Match softmaxGradient(Tensor y, Tensor difference) {
        if (!isOnly(difference, Binary.Sub.class) || !isOnly(input(difference, 1), Reduce.class)) {
            return null;
        }
        Tensor gradient = input(difference, 0);
        Tensor sum = input(difference, 1);
        Tensor product = input(sum, 0);
        boolean matches = isRowSum((Reduce) sum.op(), y) && isOnly(product, Binary.Mul.class) && product.inputs().equals(List.of(gradient, y))
                && gradient.shape().equals(y.shape());
        return matches ? absorb(new Match(Kind.SOFTMAX_GRADIENT, y, gradient), difference, sum, product) : null;
    }

    private static boolean isRowSum(Reduce op, Tensor y) {
        return op.kind() == Reduce.Kind.SUM && op.keep() && op.axes().length == 1 && op.axes()[0] == y.shape().rank() - 1;
    }

    private Match absorb(Match match, Tensor... inner) {
        absorbed.addAll(List.of(inner));
        return match;
    }

    /** Whether a tensor is of this op and has one use. */
    private boolean isOnly(Tensor tensor, Class<? extends Op> op) {
        return op.isInstance(tensor.op()) && uses.getOrDefault(tensor, 0) == 1;
    }

    private static boolean isZero(Tensor tensor) {
        return tensor.op() instanceof Leaf.Constant constant && constant.isFilledWith(0);
    }

    private static Tensor input(Tensor tensor, int number) {
        return tensor.inputs().get(number);
    }
}
