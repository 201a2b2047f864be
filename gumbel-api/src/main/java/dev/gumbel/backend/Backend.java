package dev.gumbel.backend;

import dev.gumbel.graph.Program;
import java.util.List;

/** Computes programs; holds no state. */
public interface Backend {

    /** What the backend computes itself, and on what. */
    Capabilities capabilities();

    /** The devices it could run on, those of {@link Settings#device()} first in each; its own alone where there is no choice. */
    default List<String> devices() {
        return List.of(capabilities().device());
    }

    /**
     * Compiles the programs and creates their variables, which the programs share by name, with their initial values.
     *
     * @param seed what all random numbers of the session are addressed by
     * @throws dev.gumbel.graph.GraphException if the programs contradict each other
     * @throws BackendException if a program cannot be compiled here
     */
    Session open(long seed, Program... programs);
}
