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
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Variables on the device and one interpreter for each program. */
final class ArraySession<A> implements Session {
    private final SessionGuard guard = new SessionGuard();
    private final Arena arena = Arena.ofConfined();
    private final Kernels<A> kernels;
    private final Map<String, BoundArray<A>> variables = new LinkedHashMap<>();
    private final List<Variable> declared = new ArrayList<>();
    private final Map<Program, Interpreter<A>> interpreters = new IdentityHashMap<>();

    ArraySession(long seed, List<Program> programs, Capabilities capabilities, boolean checked, Kernels<A> kernels) {
        this.kernels = kernels;
        try {
            for (Program program : programs) {
                program.variables().forEach(variable -> create(seed, variable));
                Plan plan = Plan.of(program, capabilities, checked);
                interpreters.put(program, new Interpreter<>(seed, plan, kernels, variables, arena));
            }
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private void create(long seed, Variable variable) {
        if (!variables.containsKey(variable.name())) {
            HostTensor value = HostTensor.allocate(variable.shape(), variable.type(), arena);
            InitialValues.fill(value, seed, variable);
            variables.put(variable.name(), new BoundArray<>(value, kernels.bind(value)));
            declared.add(variable);
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
        return List.copyOf(declared);
    }

    @Override
    public HostTensor read(Variable variable) {
        HostTensor value = HostTensor.zeros(variable.shape(), variable.type());
        kernels.fetch(bound(variable).array(), value);
        return value;
    }

    @Override
    public void write(Variable variable, HostTensor value) {
        BoundArray<A> bound = bound(variable);
        if (!value.shape().equals(variable.shape()) || value.type() != variable.type()) {
            throw new IllegalArgumentException("variable '%s' expects %s, got %s%s".formatted(
                    variable.name(), variable.signature(), value.type(), value.shape()));
        }
        bound.host().copyFrom(value);
        kernels.refresh(bound.array(), bound.host());
    }

    private BoundArray<A> bound(Variable variable) {
        guard.requireUsable();
        BoundArray<A> bound = variables.get(variable.name());
        if (bound == null || !bound.host().shape().equals(variable.shape()) || bound.host().type() != variable.type()) {
            throw new IllegalArgumentException("variable '%s' %s is not of this session".formatted(variable.name(), variable.signature()));
        }
        return bound;
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
