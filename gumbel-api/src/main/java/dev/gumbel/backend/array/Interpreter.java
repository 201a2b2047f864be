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
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one program over the kernels of a library, releasing every intermediate array after its last use. */
final class Interpreter<A> {
    private final Plan plan;
    private final Kernels<A> kernels;
    private final Map<String, BoundArray<A>> variables;
    private final HostFeeder<A> feeder;
    private final List<@Nullable A> slots;
    /** Of each step. */
    private final List<List<A>> inputs = new ArrayList<>();
    private final int[] liveAfterSteps;
    private final Map<String, HostTensor> outputs = new HashMap<>();
    private final List<String> changing;
    private final Updater<A> updater;
    private final Function<Tensor, A> values;
    private long runs;
    private long fetchedAtRun = -1;

    Interpreter(long seed, Plan plan, Kernels<A> kernels, Map<String, BoundArray<A>> variables, Counters counters, Arena arena) {
        this.plan = plan;
        this.kernels = kernels;
        this.variables = variables;
        this.values = tensor -> array(plan.slot(tensor));
        this.slots = new ArrayList<>(Collections.nCopies(plan.slots().size(), null));
        plan.steps().forEach(step -> inputs.add(new Inputs(step.inputs())));
        this.liveAfterSteps = plan.liveAfterStepsSlots();
        this.feeder = new HostFeeder<>(seed, plan, counters, kernels, arena);
        feeder.arrays().forEach((tensor, array) -> slots.set(plan.slot(tensor), array));
        plan.lowered().tensors().stream().filter(tensor -> tensor.op() instanceof Leaf.Variable)
                .forEach(tensor -> slots.set(plan.slot(tensor), variable(tensor).array()));
        plan.lowered().outputs().forEach((name, tensor) -> outputs.put(name, HostTensor.allocate(tensor.shape(), tensor.type(), arena)));
        this.changing = plan.lowered().outputs().entrySet().stream()
                .filter(output -> Plan.aliasesVariable(output.getValue())).map(Map.Entry::getKey).toList();
        this.updater = new Updater<>(plan, kernels, variables, counters, arena);
    }

    private BoundArray<A> variable(Tensor tensor) {
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
        releaseLiveAfterSteps();
        feeder.feed(feed);
        try {
            verify(plan.leafChecks(), feed);
            for (int place = 0; place < inputs.size(); place++) {
                Plan.Step step = plan.steps().get(place);
                slots.set(step.output(), compute(step.op(), inputs.get(place)));
                verify(step.checks(), feed);
                update(step.updates());
                release(step.free());
            }
            changing.forEach(this::fetchNow);
            fetchedAtRun = runs;
            updater.apply(values);
        } catch (RuntimeException | Error failure) {
            releaseComputed();
            throw failure;
        }
    }

    private void verify(List<RuntimeCheck> checks, Feed feed) {
        for (int i = 0; i < checks.size(); i++) {
            checks.get(i).verify(fetchNow(checks.get(i).output()), program().name(), feed.step());
        }
    }

    private void update(List<AdamUpdate> updates) {
        for (int i = 0; i < updates.size(); i++) {
            updater.apply(updates.get(i), values);
        }
    }

    private A compute(Op op, List<A> inputs) {
        return switch (op) {
            case Unary unary -> kernels.unary(unary, inputs.getFirst());
            case Binary binary -> kernels.binary(binary, inputs.getFirst(), inputs.get(1));
            case Movement movement -> kernels.movement(movement, inputs.getFirst());
            case MatMul matMul -> kernels.matMul(matMul, inputs.getFirst(), inputs.get(1));
            case Reduce reduce -> kernels.reduce(reduce, inputs.getFirst());
            case Selection selection -> kernels.selection(selection, inputs);
            case Fused fused -> kernels.fused(fused, inputs);
            case Leaf leaf -> throw new IllegalStateException("a leaf is not computed: " + leaf);
        };
    }

    /** What is in some slots at the time of asking, so that no run makes lists of its own. */
    private final class Inputs extends AbstractList<A> implements RandomAccess {
        private final int[] of;

        Inputs(int[] of) {
            this.of = of;
        }

        @Override
        public A get(int index) {
            return array(of[index]);
        }

        @Override
        public int size() {
            return of.length;
        }
    }

    /** The output's value in the latest run. */
    HostTensor fetch(String name) {
        boolean fetched = fetchedAtRun == runs && changing.contains(name);
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

    private void releaseLiveAfterSteps() {
        release(liveAfterSteps);
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
        releaseLiveAfterSteps();
        feeder.close();
    }
}
