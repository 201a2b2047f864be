package dev.gumbel.tensor;

/** How a variable gets its first value: a descriptor, evaluated on the host when a session opens. */
public sealed interface Initializer {

    /** One value throughout. */
    record Filled(double value) implements Initializer {}

    /** Independent draws from U(-bound, bound), addressed by the session's seed and the variable's name. */
    record Uniform(double bound) implements Initializer {
        public Uniform {
            if (!(bound > 0 && Double.isFinite(bound))) {
                throw new IllegalArgumentException("uniform initializer: bound " + bound + " must be finite and above 0");
            }
        }
    }

    static Initializer zeros() {
        return new Filled(0);
    }

    /** U(-1/sqrt(fanIn), 1/sqrt(fanIn)), as PyTorch initialises the weights and biases of its Linear. */
    static Initializer fanIn(int fanIn) {
        return new Uniform(1 / Math.sqrt(fanIn));
    }
}
