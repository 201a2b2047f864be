package dev.gumbel.nn;

import dev.gumbel.graph.Update;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;

/**
 * Adam (Kingma and Ba 2015). The state of a variable W is kept in variables {@code W.adam.m}, {@code W.adam.v} and {@code W.adam.count}.
 *
 * @param learningRate a scalar; an Input lets a schedule feed it
 */
public record Adam(Tensor learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
    public Adam {
        requireDecay("beta1", beta1);
        requireDecay("beta2", beta2);
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("adam: epsilon " + epsilon + " must be finite and above 0");
        }
    }

    /** Adam with betas 0.9 and 0.999 and epsilon 1e-8. */
    public Adam(Tensor learningRate) {
        this(learningRate, 0.9, 0.999, 1e-8);
    }

    /**
     * Adam with a fixed learning rate, betas 0.9 and 0.999 and epsilon 1e-8.
     *
     * @throws IllegalArgumentException if the rate is not finite and above 0
     */
    public Adam(float learningRate) {
        this(Tensor.scalar(Sgd.requireRate("adam", learningRate)));
    }

    private static void requireDecay(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("adam: " + what + " " + value + " must be at least 0 and below 1");
        }
    }

    @Override
    public Update update(Variable variable, Tensor gradient) {
        Variable count = new Variable(variable.name() + ".adam.count", Shape.scalar(), variable.type(), Initializer.zeros());
        return new Update.AdamUpdate(
                variable, moment(variable, "m"), moment(variable, "v"), count, gradient, learningRate, beta1, beta2, epsilon);
    }

    private static Variable moment(Variable variable, String name) {
        return new Variable(variable.name() + ".adam." + name, variable.shape(), variable.type(), Initializer.zeros());
    }
}
