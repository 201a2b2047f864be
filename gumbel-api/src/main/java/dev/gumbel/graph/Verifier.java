package dev.gumbel.graph;

import dev.gumbel.op.Leaf;
import dev.gumbel.random.RandomStream;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what single tensors cannot see: that names mean one thing throughout, and that each variable is updated once. */
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
     * @throws GraphException if a name has two shapes or types, two noise names share a stream, or a variable is updated twice
     */
    static void verify(Program program) {
        new Verifier("program '%s'".formatted(program.name())).check(program);
    }

    /**
     * Checks that programs can share one session: what bears one variable's name must be that variable. Inputs and noise are each program's own.
     *
     * @throws GraphException if a name means two things
     */
    public static void verifyTogether(List<Program> programs) {
        Verifier verifier = new Verifier("programs " + programs.stream().map(Program::name).toList());
        Set<String> names = new HashSet<>();
        for (Program program : programs) {
            verifier.leaves.values().removeIf(leaf -> !(leaf instanceof Leaf.Variable));
            verifier.check(program);
            if (!names.add(program.name())) {
                throw verifier.contradiction("two programs are named '%s'", program.name());
            }
        }
    }

    private void check(Program program) {
        for (Tensor tensor : program.tensors()) {
            checkLeaf(tensor);
        }
        Set<String> updated = new HashSet<>();
        for (Update update : program.updates()) {
            for (Variable variable : update.variables()) {
                checkLeaf(variable);
                if (!updated.add(variable.name())) {
                    throw contradiction("variable '%s' is updated twice", variable.name());
                }
            }
        }
        if (program.outputs().isEmpty() && program.updates().isEmpty()) {
            throw contradiction("there is neither an output nor an update");
        }
    }

    private void checkLeaf(Tensor tensor) {
        switch (tensor.op()) {
            case Leaf.Input input -> checkName("input", input.name(), input);
            case Leaf.Variable variable -> {
                checkName("variable", variable.name(), variable);
                checkInitializer((Variable) tensor);
            }
            case Leaf.Random random -> {
                checkName("noise", random.name(), random);
                String other = streams.putIfAbsent(RandomStream.id(random.name()), random.name());
                if (other != null && !other.equals(random.name())) {
                    throw contradiction("noise '%s' and '%s' fall on one random stream: rename one", random.name(), other);
                }
            }
            default -> { }
        }
    }

    private void checkName(String kind, String name, Leaf leaf) {
        Leaf other = leaves.putIfAbsent(kind + " " + name, leaf);
        if (other != null && !other.equals(leaf)) {
            throw contradiction("%s '%s' has two signatures, %s%s and %s%s",
                    kind, name, leaf.type(), leaf.shape(), other.type(), other.shape());
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
