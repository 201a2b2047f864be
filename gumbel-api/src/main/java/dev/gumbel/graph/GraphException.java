package dev.gumbel.graph;

/** Thrown where a graph contradicts itself: one name with two meanings, two updates of one variable, a loss no variable reaches. */
public final class GraphException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public GraphException(String message) {
        super(message);
    }
}
