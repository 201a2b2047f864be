package dev.gumbel.backend.array;

import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.Leaf;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adam's updates that need not wait for the end of a run: nothing reads their variables any more once their gradient is there. Applied then, they
 * find it in the processor's cache, and its memory is free for the next one.
 */
final class EagerUpdates {
    private final Program program;
    private final Map<Tensor, Integer> places = new HashMap<>();
    /** The last step that reads a variable, through views too. */
    private final Map<String, Integer> lastReads = new HashMap<>();

    private EagerUpdates(Program program, List<Tensor> computed) {
        this.program = program;
        for (int place = 0; place < computed.size(); place++) {
            places.put(computed.get(place), place);
            for (Tensor input : computed.get(place).inputs()) {
                if (Plan.origin(input).op() instanceof Leaf.Variable variable) {
                    lastReads.put(variable.name(), place);
                }
            }
        }
    }

    /** The place in {@code computed} after which each of them can be applied. */
    static Map<AdamUpdate, Integer> of(Program program, List<Tensor> computed) {
        if (program.outputs().values().stream().anyMatch(Plan::aliasesVariable)) {
            // Outputs show the values from before all updates.
            return Map.of();
        }
        EagerUpdates eager = new EagerUpdates(program, computed);
        Map<AdamUpdate, Integer> result = new HashMap<>();
        for (Update update : program.updates()) {
            if (update instanceof AdamUpdate adam && eager.isAlone(adam)) {
                result.put(adam, eager.place(adam));
            }
        }
        return result;
    }

    /** Whether its gradient is computed, and no other update reads or changes its variables. */
    private boolean isAlone(AdamUpdate adam) {
        Set<String> own = new HashSet<>(adam.variables().stream().map(Variable::name).toList());
        List<Tensor> read = new ArrayList<>(adam.inputs());
        for (Update other : program.updates()) {
            if (other != adam) {
                read.addAll(other.inputs());
                if (other.variables().stream().map(Variable::name).anyMatch(own::contains)) {
                    return false;
                }
            }
        }
        return places.containsKey(adam.gradient())
                && read.stream().noneMatch(tensor -> Plan.origin(tensor).op() instanceof Leaf.Variable variable && own.contains(variable.name()));
    }

    private int place(AdamUpdate adam) {
        int place = 0;
        for (Tensor input : adam.inputs()) {
            place = Math.max(place, places.getOrDefault(input, 0));
        }
        for (Variable variable : adam.variables()) {
            place = Math.max(place, lastReads.getOrDefault(variable.name(), 0));
        }
        return place;
    }
}
