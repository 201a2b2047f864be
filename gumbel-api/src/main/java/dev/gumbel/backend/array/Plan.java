package dev.gumbel.backend.array;

import dev.gumbel.backend.Capabilities;
import dev.gumbel.graph.Lowering;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A program made ready to interpret: every tensor has a slot, every computed one a step that says which slots are read for the last time.
 *
 * @param source the program as the user wrote it
 * @param lowered the program that is run
 * @param checks what is looked at before updates are applied
 */
record Plan(Program source, Program lowered, List<Check> checks, Map<Tensor, Integer> slots, List<Step> steps) {

    /** One op: the slots it reads, the one it fills, and those that are free afterwards. */
    record Step(Op op, int[] inputs, int output, int[] free) {}

    static Plan of(Program program, Capabilities capabilities, boolean checked) {
        List<Check> checks = checked ? Check.of(program) : List.of();
        Program lowered = Lowering.lower(Check.watched(program, checks), capabilities::claims);
        Map<Tensor, Integer> slots = new HashMap<>();
        lowered.tensors().forEach(tensor -> slots.put(tensor, slots.size()));
        return new Plan(program, lowered, checks, slots, steps(lowered, slots));
    }

    private static List<Step> steps(Program program, Map<Tensor, Integer> slots) {
        Set<Tensor> held = held(program);
        Set<Tensor> readLater = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (Tensor tensor : program.tensors().reversed()) {
            if (!(tensor.op() instanceof Leaf)) {
                int[] free = tensor.inputs().stream().distinct()
                        .filter(input -> readLater.add(input) && !(input.op() instanceof Leaf) && !held.contains(input))
                        .mapToInt(input -> slot(slots, input)).toArray();
                int[] inputs = tensor.inputs().stream().mapToInt(input -> slot(slots, input)).toArray();
                steps.add(new Step(tensor.op(), inputs, slot(slots, tensor), free));
            }
        }
        return List.copyOf(steps.reversed());
    }

    /** What is read after the steps. */
    private static Set<Tensor> held(Program program) {
        Set<Tensor> held = new HashSet<>(program.outputs().values());
        program.updates().stream().map(Update::inputs).forEach(held::addAll);
        return held;
    }

    int slot(Tensor tensor) {
        return slot(slots, tensor);
    }

    private static int slot(Map<Tensor, Integer> slots, Tensor tensor) {
        return Objects.requireNonNull(slots.get(tensor), "every tensor has a slot");
    }

    /** The slots of computed values that outlive the steps. */
    int[] heldSlots() {
        return held(lowered).stream().filter(tensor -> !(tensor.op() instanceof Leaf)).mapToInt(this::slot).sorted().toArray();
    }

    /** Whether a tensor's array may share the storage of a variable, so that an update would change it. */
    static boolean aliasesVariable(Tensor tensor) {
        Tensor origin = tensor;
        while (origin.op() instanceof Movement || origin.op() instanceof Selection.StraightThrough) {
            origin = origin.inputs().getFirst();
        }
        return origin.op() instanceof Leaf.Variable;
    }

    @Override
    public String toString() {
        return "Plan of " + source.name() + ", " + steps.size() + " steps " + Arrays.toString(heldSlots());
    }
}
