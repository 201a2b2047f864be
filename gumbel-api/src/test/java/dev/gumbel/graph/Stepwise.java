package dev.gumbel.graph;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.op.Leaf;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes a graph one op at a time, each in a program of its own over inputs, so that no rewriting can see two ops at once. */
final class Stepwise {
    private Stepwise() {}

    static double[] values(Tensor tensor, Map<Input, HostTensor> inputs) {
        Map<Tensor, HostTensor> known = new HashMap<>(inputs);
        for (Tensor each : Traversal.inputsFirst(List.of(tensor))) {
            if (!known.containsKey(each)) {
                known.put(each, step(each, known));
            }
        }
        return known.get(tensor).toDoubles();
    }

    private static HostTensor step(Tensor tensor, Map<Tensor, HostTensor> known) {
        List<Tensor> operands = new ArrayList<>();
        Feed feed = Feed.at(0);
        for (Tensor input : tensor.inputs()) {
            Input operand = new Input("x" + operands.size(), input.shape(), input.type());
            operands.add(operand);
            feed.put(operand, known.get(input));
        }
        Tensor alone = tensor.op() instanceof Leaf ? tensor : Tensor.apply(tensor.op(), operands);
        Program program = Evaluate.program(alone);
        try (Session session = Evaluate.reference().open(0, program)) {
            return session.run(program, feed).get(alone).copy();
        }
    }
}
