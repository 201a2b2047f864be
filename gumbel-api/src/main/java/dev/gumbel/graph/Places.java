package dev.gumbel.graph;

import dev.gumbel.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Where a graph uses a tensor, as messages tell it. */
final class Places {
    private final List<Tensor> tensors;
    private final Map<String, Tensor> outputs;
    private final List<Update> updates;

    /** The places of a graph, whose tensors come inputs first. */
    Places(List<Tensor> tensors) {
        this(tensors, Map.of(), List.of());
    }

    Places(Program program) {
        this(program.tensors(), program.outputs(), program.updates());
    }

    private Places(List<Tensor> tensors, Map<String, Tensor> outputs, List<Update> updates) {
        this.tensors = tensors;
        this.outputs = outputs;
        this.updates = updates;
    }

    /** The first op that reads the tensor, else the output that it is, else the update that reads or sets it. */
    String of(Tensor tensor) {
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).inputs().contains(tensor)) {
                return "%s (op %d of %d)".formatted(tensors.get(i), i + 1, tensors.size());
            }
        }
        for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
            if (output.getValue() == tensor) {
                return "output '%s'".formatted(output.getKey());
            }
        }
        for (Update update : updates) {
            if (update.inputs().contains(tensor) || update.variables().stream().anyMatch(variable -> variable == tensor)) {
                return "the update of '%s'".formatted(update.variables().getFirst().name());
            }
        }
        return tensor.toString();
    }
}
