package dev.gumbel.backend.array;

import dev.gumbel.backend.Capabilities;
import dev.gumbel.graph.Lowering;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A program made ready to interpret: every tensor has a slot, every computed one a step that says which slots are read for the last time.
 *
 * @param source the program as the user wrote it
 * @param lowered the program that is run
 * @param leafChecks what is looked at before the first step
 * @param deferredUpdates those that are applied after the last step
 */
record Plan(
        Program source, Program lowered, List<RuntimeCheck> leafChecks, Map<Tensor, Integer> slots, List<Step> steps,
        List<Update> deferredUpdates) {

    /**
     * One op: the slots it reads, the one it fills, what is looked at and which updates are applied then, and the
     * slots that are free afterwards.
     */
    record Step(Op op, int[] inputs, int output, List<RuntimeCheck> checks, List<AdamUpdate> updates, int[] free) {}

    static Plan of(Program program, Capabilities capabilities, boolean checked) {
        List<RuntimeCheck> checks = checked ? RuntimeCheck.of(program) : List.of();
        Program lowered = Lowering.lower(RuntimeCheck.watched(program, checks), capabilities::claims);
        Map<Tensor, Integer> slots = new HashMap<>();
        lowered.tensors().forEach(tensor -> slots.put(tensor, slots.size()));
        Map<Tensor, List<RuntimeCheck>> checksOf = checks.stream().collect(Collectors.groupingBy(check -> output(lowered, check)));
        List<RuntimeCheck> leafChecks = checks.stream().filter(check -> output(lowered, check).op() instanceof Leaf).toList();
        List<Tensor> computed = lowered.tensors().stream().filter(tensor -> !(tensor.op() instanceof Leaf)).toList();
        // A check that fails leaves all variables as they were.
        Map<AdamUpdate, Integer> eager = checks.isEmpty() ? EagerUpdates.of(lowered, computed) : Map.of();
        List<Update> deferred = lowered.updates().stream()
                .filter(update -> !(update instanceof Update.Count) && !(update instanceof AdamUpdate adam && eager.containsKey(adam))).toList();
        Set<Tensor> liveAfterSteps = liveAfterSteps(lowered, deferred);
        return new Plan(program, lowered, leafChecks, slots, steps(computed, slots, checksOf, eager, liveAfterSteps), deferred);
    }

    private static Tensor output(Program lowered, RuntimeCheck check) {
        return Objects.requireNonNull(lowered.outputs().get(check.output()), "checked values are outputs");
    }

    private static List<Step> steps(
            List<Tensor> computed, Map<Tensor, Integer> slots, Map<Tensor, List<RuntimeCheck>> checks, Map<AdamUpdate, Integer> eager,
            Set<Tensor> liveAfterSteps) {
        Map<Tensor, Integer> lastReads = new HashMap<>();
        for (int place = 0; place < computed.size(); place++) {
            for (Tensor input : computed.get(place).inputs()) {
                lastReads.put(input, place);
            }
        }
        eager.forEach((update, place) -> update.inputs().forEach(input -> lastReads.merge(input, place, Math::max)));
        Map<Integer, List<Tensor>> free = lastReads.keySet().stream()
                .filter(tensor -> !(tensor.op() instanceof Leaf) && !liveAfterSteps.contains(tensor))
                .collect(Collectors.groupingBy(tensor -> Objects.requireNonNull(lastReads.get(tensor), "a key")));
        Map<Integer, List<AdamUpdate>> updates = eager.keySet().stream()
                .collect(Collectors.groupingBy(update -> Objects.requireNonNull(eager.get(update), "a key")));
        return IntStream.range(0, computed.size()).mapToObj(place -> {
            Tensor tensor = computed.get(place);
            return new Step(
                    tensor.op(), slots(slots, tensor.inputs()), slot(slots, tensor),
                    checks.getOrDefault(tensor, List.of()), updates.getOrDefault(place, List.of()),
                    slots(slots, free.getOrDefault(place, List.of())));
        }).toList();
    }

    private static int[] slots(Map<Tensor, Integer> slots, List<Tensor> tensors) {
        return tensors.stream().mapToInt(tensor -> slot(slots, tensor)).toArray();
    }

    /** What is read after the steps. */
    private static Set<Tensor> liveAfterSteps(Program program, List<Update> deferred) {
        Set<Tensor> liveAfterSteps = new HashSet<>(program.outputs().values());
        deferred.stream().map(Update::inputs).forEach(liveAfterSteps::addAll);
        return liveAfterSteps;
    }

    int slot(Tensor tensor) {
        return slot(slots, tensor);
    }

    private static int slot(Map<Tensor, Integer> slots, Tensor tensor) {
        return Objects.requireNonNull(slots.get(tensor), "every tensor has a slot");
    }

    /** The slots of computed values that outlive the steps. */
    int[] liveAfterStepsSlots() {
        return liveAfterSteps(lowered, deferredUpdates).stream()
                .filter(tensor -> !(tensor.op() instanceof Leaf)).mapToInt(this::slot).sorted().toArray();
    }

    /** Whether a tensor's array may share the storage of a variable, so that an update would change it. */
    static boolean aliasesVariable(Tensor tensor) {
        return origin(tensor).op() instanceof Leaf.Variable;
    }

    /** The tensor whose storage a tensor's array may share. */
    static Tensor origin(Tensor tensor) {
        Tensor origin = tensor;
        while (origin.op() instanceof Movement || origin.op() instanceof Selection.StraightThrough) {
            origin = origin.inputs().getFirst();
        }
        return origin;
    }

    @Override
    public String toString() {
        return "Plan of " + source.name() + ", " + steps.size() + " steps " + Arrays.toString(liveAfterStepsSlots());
    }
}
