package dev.gumbel.backend.array;

import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.random.InitialValues;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.lang.foreign.Arena;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Variables on the device and one interpreter for each program. */
final class ArraySession<A> implements Session {
    private final SessionGuard guard = new SessionGuard();
    private final Arena arena = Arena.ofConfined();
    private final Kernels<A> kernels;
    private final Map<String, BoundArray<A>> variables = new LinkedHashMap<>();
    private final Counters counters;
    private final Map<String, Variable> declared = new LinkedHashMap<>();
    private final Map<Program, Interpreter<A>> interpreters = new IdentityHashMap<>();

    ArraySession(long seed, List<Program> programs, Capabilities capabilities, boolean checked, Kernels<A> kernels) {
        this.kernels = kernels;
        this.counters = new Counters(programs);
        try {
            for (Program program : programs) {
                program.variables().forEach(variable -> create(seed, variable));
                Plan plan = Plan.of(program, capabilities, checked);
                interpreters.put(program, new Interpreter<>(seed, plan, kernels, variables, counters, arena));
            }
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private void create(long seed, Variable variable) {
        boolean isNew = declared.putIfAbsent(variable.name(), variable) == null;
        if (isNew && !variable.isCounter()) {
            HostTensor value = HostTensor.allocate(variable.shape(), variable.type(), arena);
            InitialValues.fill(value, seed, variable);
            variables.put(variable.name(), new BoundArray<>(value, kernels.bind(value)));
        }
    }

    @Override
    public Results run(Program program, Feed feed) {
        guard.requireUsable();
        Interpreter<A> interpreter = interpreters.get(program);
        if (interpreter == null) {
            throw new IllegalArgumentException("program '%s' was not given to open(); the session has %s".formatted(
                    program.name(), interpreters.keySet().stream().map(Program::name).sorted().toList()));
        }
        try {
            interpreter.run(feed);
            counters.count(program);
        } finally {
            if (interpreter.hasHalfUpdated()) {
                guard.fail("a run of program '%s' has failed between its updates, so its variables are of two steps".formatted(program.name()));
            }
        }
        return new RunResults(guard, program, interpreter::runs, interpreter::fetch);
    }

    @Override
    public List<Variable> variables() {
        guard.requireUsable();
        return List.copyOf(declared.values());
    }

    @Override
    public HostTensor read(Variable variable) {
        requireDeclared(variable);
        if (variable.isCounter()) {
            return counters.read(variable);
        }
        HostTensor value = HostTensor.zeros(variable.shape(), variable.type());
        kernels.fetch(bound(variable).array(), value);
        return value;
    }

    @Override
    public void write(Variable variable, HostTensor value) {
        requireDeclared(variable);
        if (!value.shape().equals(variable.shape()) || value.type() != variable.type()) {
            throw new IllegalArgumentException("variable '%s' expects %s, got %s%s".formatted(
                    variable.name(), variable.signature(), value.type(), value.shape()));
        }
        if (variable.isCounter()) {
            counters.write(variable, value);
            return;
        }
        BoundArray<A> bound = bound(variable);
        bound.host().copyFrom(value);
        kernels.refresh(bound.array(), bound.host());
    }

    private void requireDeclared(Variable variable) {
        guard.requireUsable();
        Variable known = declared.get(variable.name());
        if (known == null || !known.op().equals(variable.op())) {
            throw new IllegalArgumentException("variable '%s' %s is not of this session".formatted(variable.name(), variable.signature()));
        }
    }

    private BoundArray<A> bound(Variable variable) {
        return Objects.requireNonNull(variables.get(variable.name()), "variables are created with the session");
    }

    @Override
    public void close() {
        if (guard.close()) {
            try (arena; kernels) {
                interpreters.values().forEach(Interpreter::close);
                variables.values().forEach(bound -> kernels.release(bound.array()));
            }
        }
    }
}
