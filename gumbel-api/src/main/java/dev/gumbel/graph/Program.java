package dev.gumbel.graph;

import dev.gumbel.op.Claimable;
import dev.gumbel.op.Leaf;
import dev.gumbel.random.Domain;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a backend compiles: named outputs, updates of variables, and the graph both depend on. Immutable. */
public final class Program {
    private final String name;
    private final Domain domain;
    private final Map<String, Tensor> outputs;
    private final List<Update> updates;
    private final List<Tensor> tensors;

    private Program(String name, Domain domain, Map<String, Tensor> outputs, List<Update> updates) {
        this.name = name;
        this.domain = domain;
        this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        this.updates = List.copyOf(updates);
        this.tensors = Collections.unmodifiableList(Traversal.inputsFirst(roots()));
        Verifier.verify(this);
    }

    /** Begins a program; the name appears in messages. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    /** What the program's noise is drawn for; programs of one domain share the draws of a name and step. */
    public Domain domain() {
        return domain;
    }

    public Map<String, Tensor> outputs() {
        return outputs;
    }

    public List<Update> updates() {
        return updates;
    }

    /** All tensors the outputs and updates depend on, each once and after its inputs. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /** What must be fed at each run. */
    public List<Input> inputs() {
        return tensors.stream().filter(Input.class::isInstance).map(Input.class::cast).toList();
    }

    /** The variables read or changed, counters too. */
    public List<Variable> variables() {
        Set<Variable> variables = new LinkedHashSet<>();
        tensors.stream().filter(Variable.class::isInstance).map(Variable.class::cast).forEach(variables::add);
        updates.forEach(update -> variables.addAll(update.variables()));
        Set<String> counted = new HashSet<>(variables.stream().map(Variable::name).toList());
        for (Tensor tensor : tensors) {
            if (tensor.op() instanceof Leaf.StepScalar scalar && counted.add(scalar.counter().name())) {
                variables.add(Variable.counter(scalar.counter().owner()));
            }
        }
        return List.copyOf(variables);
    }

    /** This program with other tensors in the place of its own, where outputs and updates read them. */
    Program map(UnaryOperator<Tensor> replacement) {
        Map<String, Tensor> mapped = new LinkedHashMap<>();
        outputs.forEach((key, tensor) -> mapped.put(key, replacement.apply(tensor)));
        return new Program(name, domain, mapped, updates.stream().map(update -> map(update, replacement)).toList());
    }

    /** This program with the derivations of Adam's updates in the place of those that are not claimed. */
    Program expand(Predicate<Claimable> claimed) {
        return new Program(name, domain, outputs, updates.stream().flatMap(update ->
                update instanceof Update.AdamUpdate adam && !claimed.test(adam) ? adam.derivation().stream() : Stream.of(update)).toList());
    }

    private static Update map(Update update, UnaryOperator<Tensor> replacement) {
        return switch (update) {
            case Update.Assign assign -> new Update.Assign(assign.variable(), replacement.apply(assign.value()));
            case Update.Count count -> count;
            case Update.AdamUpdate adam -> new Update.AdamUpdate(
                    adam.variable(), adam.firstMoment(), adam.secondMoment(), adam.counter(),
                    replacement.apply(adam.gradient()), replacement.apply(adam.learningRate()),
                    adam.beta1(), adam.beta2(), adam.epsilon());
        };
    }

    private List<Tensor> roots() {
        List<Tensor> roots = new ArrayList<>(outputs.values());
        updates.forEach(update -> roots.addAll(update.inputs()));
        return roots;
    }

    /** The graph as text, one line a tensor, as {@link Printer} writes it. */
    @Override
    public String toString() {
        return Printer.text(this);
    }

    /** Collects what a program consists of. */
    public static final class Builder {
        private final String name;
        private final Map<String, Tensor> outputs = new LinkedHashMap<>();
        private final List<Update> updates = new ArrayList<>();
        private Domain domain = Domain.TRAIN;

        private Builder(String name) {
            this.name = name;
        }

        /** Sets what noise is drawn for; {@link Domain#TRAIN} if never said. */
        public Builder domain(Domain domain) {
            this.domain = domain;
            return this;
        }

        /**
         * Adds an output.
         *
         * @throws GraphException if the name is taken
         */
        public Builder output(String name, Tensor tensor) {
            if (outputs.putIfAbsent(name, tensor) != null) {
                throw new GraphException("program '%s': there are two outputs named '%s'".formatted(this.name, name));
            }
            return this;
        }

        public Builder update(Update update) {
            updates.add(update);
            return this;
        }

        public Builder updates(Collection<? extends Update> updates) {
            this.updates.addAll(updates);
            return this;
        }

        /**
         * The program.
         *
         * @throws GraphException if the graph contradicts itself
         */
        public Program build() {
            return new Program(name, domain, outputs, updates);
        }
    }
}
