package dev.gumbel.graph;

import dev.gumbel.op.Leaf;
import dev.gumbel.op.Selection;
import dev.gumbel.random.RandomStream;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what single tensors cannot see: that names mean one thing throughout, and that each variable is updated once.
 *
 * <p>A name is what the state, the feed and the noise are found by, but a tensor is what a gradient is found by. So two variables of one name
 * would share a value, and each would get only its part of the gradient; two nodes of noise of one name would be one draw.
 */
public final class Verifier {
    private final String where;
    private final Map<String, Leaf> leaves = new HashMap<>();
    private final Map<Integer, String> streams = new HashMap<>();
    private final Map<String, Initializer> initializers = new HashMap<>();

    private Verifier(String where) {
        this.where = where;
    }

    /**
     * Checks one program.
     *
     * @throws GraphException if a name has two shapes, types or kinds of noise, two noise names share a stream, or a variable is updated twice
     */
    static void verify(Program program) {
        new Verifier("program '%s'".formatted(program.name())).check(program);
    }

    /**
     * Checks that programs can share one session: what bears one variable's name must be that variable. Inputs and noise are each program's own.
     *
     * @throws GraphException if a name means two things, or one counter counts the steps of two optimisers
     */
    public static void verifyTogether(List<Program> programs) {
        Verifier verifier = new Verifier("programs " + programs.stream().map(Program::name).toList());
        Set<String> names = new HashSet<>();
        for (Program program : programs) {
            verifier.leaves.values().removeIf(leaf -> leaf instanceof Leaf.Input || leaf instanceof Leaf.Random);
            verifier.check(program);
            if (!names.add(program.name())) {
                throw verifier.contradiction("two programs are named '%s'", program.name());
            }
        }
        verifier.checkOwners(programs);
    }

    /** One optimiser may train in two programs; two that train different variables have counters of their own. */
    private void checkOwners(List<Program> programs) {
        Map<String, Set<String>> trained = new HashMap<>();
        for (Program program : programs) {
            Map<String, Set<String>> own = new HashMap<>();
            for (Update update : program.updates()) {
                if (update instanceof Update.AdamUpdate adam) {
                    own.computeIfAbsent(adam.counter().name(), _ -> new HashSet<>()).add(adam.variable().name());
                }
            }
            own.forEach((counter, variables) -> {
                Set<String> others = trained.putIfAbsent(counter, variables);
                if (others != null && Collections.disjoint(others, variables)) {
                    throw contradiction("program '%s' counts '%s' for other variables than a program before it: give its optimiser another name",
                            program.name(), counter);
                }
            });
        }
    }

    /**
     * Checks that whatever a gradient is asked for is the one tensor of its name in the graph.
     *
     * @throws GraphException if the graph reads another tensor of the name of a target
     */
    static void requireSole(List<Tensor> graph, Collection<? extends Tensor> targets) {
        Map<String, Tensor> named = new HashMap<>();
        for (Tensor target : targets) {
            if (target.op() instanceof Leaf.Named leaf) {
                named.put(key(leaf), target);
            }
        }
        for (Tensor tensor : named.isEmpty() ? List.<Tensor>of() : graph) {
            if (tensor.op() instanceof Leaf.Named leaf && named.getOrDefault(key(leaf), tensor) != tensor) {
                throw new GraphException("gradients: %s is two tensors, the one whose gradient is asked for and the one in %s: "
                        .formatted(key(leaf), new Places(graph).of(tensor)) + "the gradient would lack a part; make it once and pass it on");
            }
        }
    }

    private void check(Program program) {
        Map<String, Tensor> sole = new HashMap<>();
        for (Tensor tensor : program.tensors()) {
            checkLeaf(tensor);
            checkConstantIds(tensor);
            checkSole(program, sole, tensor);
        }
        checkCounters(program);
        Set<String> updated = new HashSet<>();
        for (Update update : program.updates()) {
            for (Variable variable : update.variables()) {
                checkLeaf(variable);
                if (!updated.add(variable.name())) {
                    throw contradiction(variable.isCounter()
                            ? "counter '%s' is counted twice: give one of the optimisers another name"
                            : "variable '%s' is updated twice", variable.name());
                }
                checkSole(program, sole, variable);
            }
        }
        if (program.outputs().isEmpty() && program.updates().isEmpty()) {
            throw contradiction("there is neither an output nor an update");
        }
    }

    /** Counters are on the host: no op reads them, no value is assigned to them. What counts by one sees to it that it grows. */
    private void checkCounters(Program program) {
        Set<String> counted = new HashSet<>();
        for (Update update : program.updates()) {
            if (update instanceof Update.Count count) {
                counted.add(count.counter().name());
            } else if (update.variables().stream().anyMatch(Variable::isCounter)) {
                throw contradiction("counter '%s' is assigned to: use Update.Count", update.variables().getFirst().name());
            }
        }
        for (Tensor tensor : program.tensors()) {
            if (tensor.op() instanceof Leaf.Counter counter) {
                throw contradiction("counter '%s' is read in %s, but it is not on the device: use Tensor.stepScalar",
                        counter.name(), new Places(program).of(tensor));
            }
        }
        for (Update update : program.updates()) {
            if (update instanceof Update.AdamUpdate adam && !counted.contains(adam.counter().name())) {
                throw contradiction("adam of variable '%s': its counter '%s' never grows; add Update.Count, or use Optimizer.minimize",
                        adam.variable().name(), adam.counter().name());
            }
        }
    }

    private void checkSole(Program program, Map<String, Tensor> sole, Tensor tensor) {
        boolean mayBeTwo = !(tensor.op() instanceof Leaf.Named)
                || tensor.op() instanceof Leaf.Input || tensor.op() instanceof Leaf.Counter
                || tensor.op() instanceof Leaf.Random random && random.shared();
        if (mayBeTwo) {
            return;
        }
        Leaf.Named leaf = (Leaf.Named) tensor.op();
        Tensor other = sole.putIfAbsent(key(leaf), tensor);
        if (other != null && other != tensor) {
            Places places = new Places(program);
            throw contradiction(leaf instanceof Leaf.Random
                    ? "%s is drawn twice, in %s and in %s, and both would be the same draw: rename one, or ask for the same draw by Noise.shared"
                    : "%s is two tensors, in %s and in %s, and each would get a part of the gradient: make it once and pass it on",
                    key(leaf), places.of(other), places.of(tensor));
        }
    }

    /** Ids that are fed are looked at when they are. */
    private void checkConstantIds(Tensor tensor) {
        int rows = switch (tensor.op()) {
            case Selection.Gather _ -> tensor.inputs().getFirst().shape().dim(0);
            case Selection.ScatterAdd scatter -> scatter.rows();
            default -> 0;
        };
        if (rows > 0 && tensor.inputs().get(1).op() instanceof Leaf.Constant ids) {
            Arrays.stream(ids.values()).filter(id -> !(id >= 0 && id < rows)).findFirst().ifPresent(id -> {
                throw contradiction("%s: id %.0f is outside its table of %d rows [0, %d)", tensor, id, rows, rows);
            });
        }
    }

    private static String key(Leaf.Named leaf) {
        String kind = switch (leaf) {
            case Leaf.Input _ -> "input";
            case Leaf.Variable _, Leaf.Counter _ -> "variable";
            case Leaf.Random _ -> "noise";
        };
        return "%s '%s'".formatted(kind, leaf.name());
    }

    private void checkLeaf(Tensor tensor) {
        if (tensor.op() instanceof Leaf.Named leaf) {
            checkSignature(leaf);
        }
        switch (tensor.op()) {
            case Leaf.Variable _, Leaf.Counter _ -> checkInitializer((Variable) tensor);
            case Leaf.StepScalar scalar -> checkSignature(scalar.counter());
            case Leaf.Random random -> {
                String other = streams.putIfAbsent(RandomStream.id(random.name()), random.name());
                if (other != null && !other.equals(random.name())) {
                    throw contradiction("noise '%s' and '%s' fall on one random stream: rename one", random.name(), other);
                }
            }
            default -> { }
        }
    }

    private void checkSignature(Leaf.Named leaf) {
        Leaf other = leaves.putIfAbsent(key(leaf), leaf);
        if (other != null && (other.type() != leaf.type() || !other.shape().equals(leaf.shape()) || other.getClass() != leaf.getClass())) {
            throw contradiction("%s has two signatures, %s%s and %s%s", key(leaf), leaf.type(), leaf.shape(), other.type(), other.shape());
        }
        if (leaf instanceof Leaf.Random random && other instanceof Leaf.Random first) {
            if (random.kind() != first.kind()) {
                throw contradiction("%s is of two kinds, %s and %s, and both would be functions of the same random words: rename one",
                        key(leaf), random.kind().label(), first.kind().label());
            }
            if (random.perRow() != first.perRow()) {
                throw contradiction("%s is per row and not per row: say one of them, or rename one", key(leaf));
            }
        }
    }

    private void checkInitializer(Variable variable) {
        Initializer other = initializers.putIfAbsent(variable.name(), variable.initializer());
        if (other != null && !other.equals(variable.initializer())) {
            throw contradiction("variable '%s' has two initializers, %s and %s", variable.name(), variable.initializer(), other);
        }
    }

    private GraphException contradiction(String problem, Object... arguments) {
        return new GraphException(where + ": " + problem.formatted(arguments));
    }
}
