package dev.gumbel.graph;

import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;

/** A change of variables at the end of a run. All updates of a run read the values from before it. */
public sealed interface Update {

    /** The tensors whose values the update reads. */
    List<Tensor> inputs();

    /** The variables the update changes. */
    List<Variable> variables();

    /** The variable becomes the value. */
    record Assign(Variable variable, Tensor value) implements Update {
        public Assign {
            requireLike("assign", variable, value);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(value);
        }

        @Override
        public List<Variable> variables() {
            return List.of(variable);
        }
    }

    /**
     * One step of Adam (Kingma and Ba 2015, algorithm 1), whole so that a backend can fuse it. With t = count + 1, which becomes the new count:
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; w -= rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon).
     * The corrections are computed in double on the host. Afterwards |m| &lt; 1e-30 and v &lt; 1e-36 become 0: the moments of idle
     * weights would otherwise decay into subnormal numbers, which processors handle ten times slower.
     *
     * @param count the number of steps taken, a scalar
     * @param learningRate a scalar
     */
    record AdamUpdate(
            Variable variable, Variable firstMoment, Variable secondMoment, Variable count,
            Tensor gradient, Tensor learningRate, double beta1, double beta2, double epsilon) implements Update {
        /** First moments smaller than this become 0. */
        public static final float FLUSH_FIRST = 1e-30f;
        /** Second moments smaller than this become 0. */
        public static final float FLUSH_SECOND = 1e-36f;

        public AdamUpdate {
            requireLike("adam: first moment", variable, firstMoment);
            requireLike("adam: second moment", variable, secondMoment);
            requireLike("adam: gradient", variable, gradient);
            if (count.shape().rank() != 0 || learningRate.shape().rank() != 0) {
                throw new IllegalArgumentException("adam: count %s and learning rate %s must be scalars".formatted(
                        count.shape(), learningRate.shape()));
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(gradient, learningRate);
        }

        @Override
        public List<Variable> variables() {
            return List.of(variable, firstMoment, secondMoment, count);
        }
    }

    private static void requireLike(String what, Variable variable, Tensor other) {
        if (!other.signature().equals(variable.signature())) {
            throw new IllegalArgumentException("%s of variable '%s': expected %s, got %s".formatted(
                    what, variable.name(), variable.signature(), other.signature()));
        }
    }
}
