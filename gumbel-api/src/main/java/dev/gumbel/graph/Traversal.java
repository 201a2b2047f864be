package dev.gumbel.graph;

import dev.gumbel.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Walks over graphs without recursion. */
final class Traversal {
    private Traversal() {}

    /** All tensors the roots depend on, each once and after its inputs; the order depends only on the graph. */
    static List<Tensor> inputsFirst(Collection<? extends Tensor> roots) {
        List<Tensor> order = new ArrayList<>();
        Set<Tensor> done = new HashSet<>();
        Set<Tensor> opened = new HashSet<>();
        Deque<Tensor> stack = new ArrayDeque<>();
        for (Tensor root : roots) {
            stack.push(root);
            while (!stack.isEmpty()) {
                Tensor tensor = stack.peek();
                if (opened.add(tensor)) {
                    tensor.inputs().reversed().stream().filter(input -> !opened.contains(input)).forEach(stack::push);
                } else {
                    stack.pop();
                    if (done.add(tensor)) {
                        order.add(tensor);
                    }
                }
            }
        }
        return order;
    }
}
