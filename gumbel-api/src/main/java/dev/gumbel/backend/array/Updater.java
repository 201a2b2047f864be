package dev.gumbel.backend.array;

import dev.gumbel.graph.Update;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies the updates of a run, all of which read the values from before it: the deferred ones together at its end. */
final class Updater<A> {
    private final List<Update> deferred;
    private final Kernels<A> kernels;
    private final Map<String, BoundArray<A>> variables;
    private final Map<DataType, BoundArray<A>> scalars = new HashMap<>();
    private @Nullable AdamStep latest;
    private double latestRate;
    private double latestCount;
    private boolean halfDone;

    Updater(Plan plan, Kernels<A> kernels, Map<String, BoundArray<A>> variables, Arena arena) {
        this.deferred = plan.deferredUpdates();
        this.kernels = kernels;
        this.variables = variables;
        plan.lowered().updates().stream().flatMap(update -> Stream.concat(update.inputs().stream(), update.variables().stream()))
                .map(Tensor::type).distinct().forEach(type -> {
                    HostTensor host = HostTensor.allocate(Shape.scalar(), type, arena);
                    scalars.put(type, new BoundArray<>(host, kernels.bind(host)));
                });
    }

    /** Whether the latest run ended between its first change of a variable and its last. */
    boolean isHalfDone() {
        return halfDone;
    }

    /** One of the eager ones. */
    void apply(Update.AdamUpdate eager, Function<Tensor, A> values) {
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
                case Update.AdamUpdate adam -> adam(adam, sources.get(i), rates[i]);
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
            case Update.Assign _ -> 0;
            case Update.AdamUpdate adam when adam.learningRate().op() instanceof Constant constant -> constant.value(0);
            case Update.AdamUpdate adam -> fetch(values.apply(adam.learningRate()), adam.learningRate().type());
        };
    }

    private void adam(Update.AdamUpdate adam, A gradient, double rate) {
        double t = nextCount(adam);
        kernels.adam(step(adam, rate, t), array(adam.variable()), array(adam.firstMoment()), array(adam.secondMoment()), gradient);
        setCount(adam, t);
    }

    private double nextCount(Update.AdamUpdate adam) {
        return fetch(array(adam.count()), adam.count().type()) + 1;
    }

    private void setCount(Update.AdamUpdate adam, double t) {
        BoundArray<A> scalar = scalar(adam.count().type());
        scalar.host().set(0, t);
        kernels.refresh(scalar.array(), scalar.host());
        kernels.assign(array(adam.count()), scalar.array());
    }

    /** The scalars of a step, which the variables of a run share where they are alike. */
    private AdamStep step(Update.AdamUpdate adam, double rate, double t) {
        AdamStep step = latest;
        boolean same = step != null && rate == latestRate && t == latestCount
                && adam.beta1() == step.beta1() && adam.beta2() == step.beta2() && adam.epsilon() == step.epsilon();
        if (step == null || !same) {
            step = AdamStep.of(adam, rate, t);
            latest = step;
            latestRate = rate;
            latestCount = t;
        }
        return step;
    }

    private double fetch(A array, DataType type) {
        HostTensor host = scalar(type).host();
        kernels.fetch(array, host);
        return host.get(0);
    }

    private BoundArray<A> scalar(DataType type) {
        return Objects.requireNonNull(scalars.get(type), "a scalar for every type an update reads");
    }

    private A array(Variable variable) {
        return Objects.requireNonNull(variables.get(variable.name()), "variables are created with the session").array();
    }

    void close() {
        scalars.values().forEach(bound -> kernels.release(bound.array()));
    }
}
