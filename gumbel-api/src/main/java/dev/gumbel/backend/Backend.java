package dev.gumbel.backend;

import dev.gumbel.graph.Program;

/** Computes programs; holds no state. */
public interface Backend {

    /** What the backend computes itself, and on what. */
    Capabilities capabilities();

    /**
     * Compiles the programs and creates their variables, which the programs share by name, with their initial values.
     *
     * @param seed what all random numbers of the session are addressed by
     * @throws dev.gumbel.graph.GraphException if the programs contradict each other
     * @throws BackendException if a program cannot be compiled here
     */
    Session open(long seed, Program... programs);
}
