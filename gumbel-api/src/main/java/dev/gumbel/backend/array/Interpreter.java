package dev.gumbel.backend.array;

import dev.gumbel.backend.Feed;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one program over the kernels of a library, releasing every intermediate array after its last use. */
final class Interpreter<A> {
    private final Plan plan;
    private final Kernels<A> kernels;
    private final Map<String, Bound<A>> variables;
    private final HostFeeder<A> feeder;
    private final List<@Nullable A> slots;
    private final int[] held;
    private final Map<String, HostTensor> outputs = new HashMap<>();
    private final List<String> changing;
    private final Updater<A> updater;
    private final Function<Tensor, A> values;
    private long runs;
    private long fetchedEarly = -1;

    Interpreter(long seed, Plan plan, Kernels<A> kernels, Map<String, Bound<A>> variables, Arena arena) {
        this.plan = plan;
        this.kernels = kernels;
        this.variables = variables;
        this.values = tensor -> array(plan.slot(tensor));
        this.slots = new ArrayList<>(Collections.nCopies(plan.slots().size(), null));
        this.held = plan.heldSlots();
        this.feeder = new HostFeeder<>(seed, plan, kernels, arena);
        feeder.arrays().forEach((tensor, array) -> slots.set(plan.slot(tensor), array));
        plan.lowered().tensors().stream().filter(tensor -> tensor.op() instanceof Leaf.Variable)
                .forEach(tensor -> slots.set(plan.slot(tensor), variable(tensor).array()));
        plan.lowered().outputs().forEach((name, tensor) -> outputs.put(name, HostTensor.allocate(tensor.shape(), tensor.type(), arena)));
        this.changing = plan.lowered().outputs().entrySet().stream()
                .filter(output -> Plan.aliasesVariable(output.getValue())).map(Map.Entry::getKey).toList();
        this.updater = new Updater<>(plan, kernels, variables, arena);
    }

    private Bound<A> variable(Tensor tensor) {
        return Objects.requireNonNull(variables.get(((Leaf.Variable) tensor.op()).name()), "variables are created before interpreters");
    }

    Program program() {
        return plan.source();
    }

    /** Whether a run has failed after its first update and before its last. */
    boolean hasHalfUpdated() {
        return updater.isHalfDone();
    }

    /** How often the program has run. */
    long runs() {
        return runs;
    }

    void run(Feed feed) {
        feeder.requireComplete(feed);
        runs++;
        releaseHeld();
        feeder.feed(feed);
        try {
            plan.leafChecks().forEach(check -> verify(check, feed));
            for (Plan.Step step : plan.steps()) {
                slots.set(step.output(), compute(step));
                step.checks().forEach(check -> verify(check, feed));
                for (AdamUpdate update : step.updates()) {
                    updater.apply(update, values);
                }
                release(step.free());
            }
            changing.forEach(this::fetchNow);
            fetchedEarly = runs;
            updater.apply(values);
        } catch (RuntimeException | Error failure) {
            releaseComputed();
            throw failure;
        }
    }

    private void verify(Check check, Feed feed) {
        check.verify(fetchNow(check.output()), program().name(), feed.step());
    }

    private A compute(Plan.Step step) {
        Op op = step.op();
        int[] inputs = step.inputs();
        return switch (op) {
            case Unary unary -> kernels.unary(unary, array(inputs[0]));
            case Binary binary -> kernels.binary(binary, array(inputs[0]), array(inputs[1]));
            case Movement movement -> kernels.movement(movement, array(inputs[0]));
            case MatMul matMul -> kernels.matMul(matMul, array(inputs[0]), array(inputs[1]));
            case Reduce reduce -> kernels.reduce(reduce, array(inputs[0]));
            case Selection selection -> kernels.selection(selection, arrays(inputs));
            case Fused fused -> kernels.fused(fused, arrays(inputs));
            case Leaf leaf -> throw new IllegalStateException("a leaf is not computed: " + leaf);
        };
    }

    /** The output's value in the latest run. */
    HostTensor fetch(String name) {
        boolean fetched = fetchedEarly == runs && changing.contains(name);
        return fetched ? host(name) : fetchNow(name);
    }

    private HostTensor fetchNow(String name) {
        HostTensor host = host(name);
        Tensor tensor = Objects.requireNonNull(plan.lowered().outputs().get(name), "outputs keep their names");
        kernels.fetch(array(plan.slot(tensor)), host);
        return host;
    }

    private HostTensor host(String name) {
        return Objects.requireNonNull(outputs.get(name), "every output has host memory");
    }

    private A array(int slot) {
        return Objects.requireNonNull(slots.get(slot), "slots are filled before they are read");
    }

    private List<A> arrays(int[] inputs) {
        return Arrays.stream(inputs).mapToObj(this::array).toList();
    }

    private void releaseHeld() {
        release(held);
    }

    /** After a failure: whatever steps have left behind. */
    private void releaseComputed() {
        release(plan.steps().stream().mapToInt(Plan.Step::output).toArray());
    }

    private void release(int[] free) {
        for (int slot : free) {
            A array = slots.set(slot, null);
            if (array != null) {
                kernels.release(array);
            }
        }
    }

    void close() {
        releaseHeld();
        updater.close();
        feeder.close();
    }
}
