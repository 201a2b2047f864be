package dev.gumbel.backend;

import dev.gumbel.graph.Program;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.util.List;

/**
 * Compiled programs and the device memory of their variables. Confined to the thread that opened it: another thread, and any use after close,
 * gets an {@link IllegalStateException}.
 */
public interface Session extends AutoCloseable {

    /**
     * Runs a program once: computes its outputs from the values before the run, then applies its updates.
     *
     * @throws IllegalArgumentException if the program is not of this session, or an input is missing, unknown or of another signature
     */
    Results run(Program program, Feed feed);

    /** The variables of all programs, in the order of their first appearance. */
    List<Variable> variables();

    /** A variable's present value, in memory of its own. */
    HostTensor read(Variable variable);

    /** Replaces a variable's value. */
    void write(Variable variable, HostTensor value);

    /** Frees the device memory; a second call does nothing. */
    @Override
    void close();
}
