package dev.gumbel.graph;

import dev.gumbel.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Replaces tensors by equal ones, inputs first. A replacement may itself contain tensors not seen before; they are rewritten in turn, so a rule
 * may answer with a whole subgraph.
 */
final class Rewriter {
    /** One local replacement. */
    @FunctionalInterface
    interface Rule {
        /** A tensor equal to this one, whose inputs have already been replaced; the tensor itself where there is nothing to do. */
        Tensor apply(Tensor tensor);
    }

    private final Rule rule;
    private final Map<Tensor, Tensor> replacements = new HashMap<>();
    /** Tensors whose replacement is being rewritten itself. */
    private final Map<Tensor, Tensor> pending = new HashMap<>();

    Rewriter(Rule rule) {
        this.rule = rule;
    }

    Tensor rewrite(Tensor root) {
        Deque<Tensor> stack = new ArrayDeque<>();
        stack.push(root);
        while (!stack.isEmpty()) {
            Tensor tensor = stack.peek();
            if (replacements.containsKey(tensor)) {
                stack.pop();
                continue;
            }
            List<Tensor> missing = tensor.inputs().stream().filter(input -> !replacements.containsKey(input)).toList();
            if (missing.isEmpty()) {
                replace(tensor, stack);
            } else {
                missing.reversed().forEach(stack::push);
            }
        }
        return settled(root);
    }

    private void replace(Tensor tensor, Deque<Tensor> stack) {
        Tensor awaited = pending.remove(tensor);
        if (awaited != null) {
            replacements.put(tensor, settled(awaited));
            return;
        }
        Tensor rebuilt = rebuild(tensor);
        Tensor replacement = rule.apply(rebuilt);
        if (replacement == rebuilt) {
            replacements.put(rebuilt, rebuilt);
        }
        if (replacements.containsKey(replacement)) {
            replacements.put(tensor, settled(replacement));
        } else {
            pending.put(tensor, replacement);
            stack.push(replacement);
        }
    }

    private Tensor rebuild(Tensor tensor) {
        List<Tensor> inputs = tensor.inputs().stream().map(this::settled).toList();
        return inputs.equals(tensor.inputs()) ? tensor : Tensor.apply(tensor.op(), inputs);
    }

    private Tensor settled(Tensor tensor) {
        return Objects.requireNonNull(replacements.get(tensor), "inputs are rewritten before what reads them");
    }
}
