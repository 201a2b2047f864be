package dev.gumbel.graph;

import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reverse-mode differentiation: the gradient of a graph is another graph. */
public final class Gradients {
    private final Map<Tensor, GradientSum> sums = new HashMap<>();
    private final Map<Tensor, Tensor> gradients = new HashMap<>();

    private Gradients() {}

    /**
     * The gradients of a scalar loss. A tensor that no gradient reaches is absent, which is not the same as a gradient of zero.
     *
     * @throws GraphException if the loss is not a scalar of a floating type, or depends on another tensor of a target's name
     */
    public static <T extends Tensor> Map<T, Tensor> of(Tensor loss, Collection<T> targets) {
        if (loss.shape().rank() != 0 || !loss.type().isFloating()) {
            throw new GraphException("gradients: the loss must be a floating scalar, got %s; take its sum or mean".formatted(loss));
        }
        return of(loss, loss.filledLike(1), targets);
    }

    /**
     * The products of an upstream gradient with the Jacobian of a tensor.
     *
     * @param upstream the gradient of some loss by the output, of the output's shape
     * @throws GraphException if upstream does not fit the output, or this depends on another tensor of a target's name
     */
    public static <T extends Tensor> Map<T, Tensor> of(Tensor output, Tensor upstream, Collection<T> targets) {
        if (!upstream.signature().equals(output.signature())) {
            throw new GraphException("gradients: upstream is %s, expected %s".formatted(upstream.signature(), output.signature()));
        }
        List<Tensor> graph = Traversal.inputsFirst(List.of(output));
        Verifier.requireSole(graph, targets);
        Gradients gradients = new Gradients();
        gradients.sumOf(output).add(upstream);
        gradients.propagate(between(graph, targets));
        Map<T, Tensor> result = new LinkedHashMap<>();
        for (T target : targets) {
            Tensor gradient = gradients.gradients.get(target);
            if (gradient != null) {
                result.put(target, gradient);
            }
        }
        return result;
    }

    /** The tensors on a way from a target to the output, inputs first; they alone get gradients. */
    private static List<Tensor> between(List<Tensor> graph, Collection<? extends Tensor> targets) {
        Set<Tensor> reached = new LinkedHashSet<>(targets);
        for (Tensor tensor : graph) {
            if (tensor.inputs().stream().anyMatch(reached::contains)) {
                // A target may itself depend on another target, so its place in the order is where it is computed.
                reached.remove(tensor);
                reached.add(tensor);
            }
        }
        return List.copyOf(reached);
    }

    private void propagate(List<Tensor> between) {
        Set<Tensor> reached = Set.copyOf(between);
        for (Tensor tensor : between.reversed()) {
            // All that reads the tensor comes after it, so its sum is whole.
            GradientSum sum = sums.remove(tensor);
            if (sum != null) {
                Tensor gradient = sum.total();
                gradients.put(tensor, gradient);
                distribute(tensor, gradient, reached);
            }
        }
    }

    private void distribute(Tensor tensor, Tensor upstream, Set<Tensor> reached) {
        List<@Nullable Tensor> contributions = GradientRules.apply(tensor, upstream);
        for (int i = 0; i < contributions.size(); i++) {
            Tensor contribution = contributions.get(i);
            Tensor input = tensor.inputs().get(i);
            if (contribution == null || !reached.contains(input)) {
                continue;
            }
            switch (tensor.op()) {
                case Movement.Slice slice -> sumOf(input).add(slice, upstream);
                case Selection.Gather _ -> sumOf(input).add(tensor.inputs().get(1), upstream);
                default -> sumOf(input).add(unbroadcast(contribution, input.shape()));
            }
        }
    }

    private GradientSum sumOf(Tensor tensor) {
        return sums.computeIfAbsent(tensor, GradientSum::new);
    }

    /** Sums a gradient over the axes along which its tensor was repeated. */
    private static Tensor unbroadcast(Tensor gradient, Shape shape) {
        if (gradient.shape().equals(shape)) {
            return gradient;
        }
        int offset = gradient.shape().rank() - shape.rank();
        int[] repeated = IntStream.range(0, gradient.shape().rank())
                .filter(i -> i < offset || shape.dim(i - offset) == 1 && gradient.shape().dim(i) != 1)
                .toArray();
        Tensor sum = repeated.length == 0 ? gradient : gradient.sumKeep(repeated);
        return sum.shape().equals(shape) ? sum : sum.reshape(shape);
    }
}
