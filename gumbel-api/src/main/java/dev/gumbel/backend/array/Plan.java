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
import java.util.stream.Collectors;

/**
 * A program made ready to interpret: every tensor has a slot, every computed one a step that says which slots are read for the last time.
 *
 * @param source the program as the user wrote it
 * @param lowered the program that is run
 * @param leafChecks what is looked at before the first step
 */
record Plan(Program source, Program lowered, List<Check> leafChecks, Map<Tensor, Integer> slots, List<Step> steps) {

    /** One op: the slots it reads, the one it fills, what is looked at then, and the slots that are free afterwards. */
    record Step(Op op, int[] inputs, int output, List<Check> checks, int[] free) {}

    static Plan of(Program program, Capabilities capabilities, boolean checked) {
        List<Check> checks = checked ? Check.of(program) : List.of();
        Program lowered = Lowering.lower(Check.watched(program, checks), capabilities::claims);
        Map<Tensor, Integer> slots = new HashMap<>();
        lowered.tensors().forEach(tensor -> slots.put(tensor, slots.size()));
        Map<Tensor, List<Check>> checksOf = checks.stream().collect(Collectors.groupingBy(check -> output(lowered, check)));
        List<Check> leafChecks = checks.stream().filter(check -> output(lowered, check).op() instanceof Leaf).toList();
        return new Plan(program, lowered, leafChecks, slots, steps(lowered, slots, checksOf));
    }

    private static Tensor output(Program lowered, Check check) {
        return Objects.requireNonNull(lowered.outputs().get(check.output()), "checked values are outputs");
    }

    private static List<Step> steps(Program program, Map<Tensor, Integer> slots, Map<Tensor, List<Check>> checks) {
        Set<Tensor> held = held(program);
        Set<Tensor> readLater = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (Tensor tensor : program.tensors().reversed()) {
            if (!(tensor.op() instanceof Leaf)) {
                int[] free = tensor.inputs().stream().distinct()
                        .filter(input -> readLater.add(input) && !(input.op() instanceof Leaf) && !held.contains(input))
                        .mapToInt(input -> slot(slots, input)).toArray();
                int[] inputs = tensor.inputs().stream().mapToInt(input -> slot(slots, input)).toArray();
                steps.add(new Step(tensor.op(), inputs, slot(slots, tensor), checks.getOrDefault(tensor, List.of()), free));
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
