package dev.gumbel.backend.array;

import dev.gumbel.graph.Update;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf.Constant;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Applies the updates of a run, all of which read the values from before it: the deferred ones together at its end. */
final class Updater<A> {
    private final List<Update> deferred;
    private final Kernels<A> kernels;
    private final Map<String, BoundArray<A>> variables;
    private final Counters counters;
    private final Arena arena;
    private final Map<DataType, HostTensor> scalars = new HashMap<>();
    private @Nullable AdamStep latest;
    private double latestRate;
    private long latestStep;
    private boolean halfDone;

    Updater(Plan plan, Kernels<A> kernels, Map<String, BoundArray<A>> variables, Counters counters, Arena arena) {
        this.deferred = plan.deferredUpdates();
        this.kernels = kernels;
        this.variables = variables;
        this.counters = counters;
        this.arena = arena;
    }

    /** Whether the latest run ended between its first change of a variable and its last. */
    boolean isHalfDone() {
        return halfDone;
    }

    /** One of the eager ones. */
    void apply(AdamUpdate eager, Function<Tensor, A> values) {
        double rate = rate(eager, values);
        halfDone = true;
        adam(eager, values.apply(eager.gradient()), rate);
    }

    /** The deferred ones. */
    void apply(Function<Tensor, A> values) {
        if (deferred.isEmpty()) {
            halfDone = false;
            return;
        }
        List<A> copies = new ArrayList<>();
        try {
            apply(values, copies);
        } finally {
            copies.forEach(kernels::release);
        }
    }

    private void apply(Function<Tensor, A> values, List<A> copies) {
        List<A> sources = deferred.stream().map(update -> source(update, values, copies)).toList();
        double[] rates = deferred.stream().mapToDouble(update -> rate(update, values)).toArray();
        halfDone = true;
        for (int i = 0; i < rates.length; i++) {
            switch (deferred.get(i)) {
                case Update.Assign assign -> kernels.assign(array(assign.variable()), sources.get(i));
                case AdamUpdate adam -> adam(adam, sources.get(i), rates[i]);
                case Update.Count _ -> throw new IllegalStateException("counted on the host");
            }
        }
        halfDone = false;
    }

    /** The value an update reads, copied where an earlier update could change it. */
    private A source(Update update, Function<Tensor, A> values, List<A> copies) {
        Tensor tensor = update.inputs().getFirst();
        A value = values.apply(tensor);
        if (!Plan.aliasesVariable(tensor)) {
            return value;
        }
        A copy = kernels.copy(value);
        copies.add(copy);
        return copy;
    }

    private double rate(Update update, Function<Tensor, A> values) {
        return switch (update) {
            case Update.Assign _, Update.Count _ -> 0;
            case AdamUpdate adam when adam.learningRate().op() instanceof Constant constant -> constant.value(0);
            case AdamUpdate adam -> fetch(values.apply(adam.learningRate()), adam.learningRate().type());
        };
    }

    private void adam(AdamUpdate adam, A gradient, double rate) {
        AdamStep step = step(adam, rate, counters.step(adam.counter().name()));
        kernels.adam(step, array(adam.variable()), array(adam.firstMoment()), array(adam.secondMoment()), gradient);
    }

    /** The scalars of a step, which the variables of a run share where they are alike. */
    private AdamStep step(AdamUpdate adam, double rate, long t) {
        AdamStep step = latest;
        boolean same = step != null && rate == latestRate && t == latestStep
                && adam.beta1() == step.beta1() && adam.beta2() == step.beta2() && adam.epsilon() == step.epsilon();
        if (step == null || !same) {
            step = AdamStep.of(adam, rate, t);
            latest = step;
            latestRate = rate;
            latestStep = t;
        }
        return step;
    }

    private double fetch(A array, DataType type) {
        HostTensor scalar = scalars.computeIfAbsent(type, _ -> HostTensor.allocate(Shape.scalar(), type, arena));
        kernels.fetch(array, scalar);
        return scalar.get(0);
    }

    private A array(Variable variable) {
        return Objects.requireNonNull(variables.get(variable.name()), "variables are created with the session").array();
    }
}
