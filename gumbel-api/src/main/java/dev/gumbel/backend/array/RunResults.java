package dev.gumbel.backend.array;

import dev.gumbel.backend.Results;
import dev.gumbel.graph.Program;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The outputs of a program's latest run. */
public final class RunResults implements Results {
    private final SessionGuard guard;
    private final Program program;
    private final LongSupplier runs;
    private final Function<String, HostTensor> fetch;
    private final long run;

    /**
     * The results of the run that has just been made.
     *
     * @param runs how often the program has run
     * @param fetch the value of one of the program's outputs
     */
    public RunResults(SessionGuard guard, Program program, LongSupplier runs, Function<String, HostTensor> fetch) {
        this.guard = guard;
        this.program = program;
        this.runs = runs;
        this.fetch = fetch;
        this.run = runs.getAsLong();
    }

    @Override
    public HostTensor get(String name) {
        guard.requireUsable();
        if (run != runs.getAsLong()) {
            throw new IllegalStateException("program '%s' has run again: these results are gone; copy() keeps one".formatted(program.name()));
        }
        if (!program.outputs().containsKey(name)) {
            throw new IllegalArgumentException("program '%s' has no output '%s', it has %s".formatted(
                    program.name(), name, program.outputs().keySet()));
        }
        return fetch.apply(name);
    }

    @Override
    public HostTensor get(Tensor tensor) {
        for (Map.Entry<String, Tensor> output : program.outputs().entrySet()) {
            if (output.getValue() == tensor) {
                return get(output.getKey());
            }
        }
        throw new IllegalArgumentException("%s is not an output of program '%s', which has %s".formatted(
                tensor, program.name(), program.outputs().keySet()));
    }
}
