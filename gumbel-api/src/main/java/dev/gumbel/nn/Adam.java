package dev.gumbel.nn;

import dev.gumbel.graph.Update;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015). The moments of a variable W are variables {@code W.adam.m} and {@code W.adam.v}; how many steps were taken is the
 * counter {@code NAME.step}.
 *
 * @param name of this optimiser: two in one session that take steps of their own, as a GAN's do, have names of their own
 * @param learningRate a scalar; an Input lets a schedule feed it
 */
public record Adam(String name, Tensor learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
    public Adam {
        if (name.isBlank()) {
            throw new IllegalArgumentException("adam: the name is blank; its counter NAME.step needs one");
        }
        requireDecay("beta1", beta1);
        requireDecay("beta2", beta2);
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("adam: epsilon " + epsilon + " must be finite and above 0");
        }
    }

    /** Adam named {@code adam}. */
    public Adam(Tensor learningRate, double beta1, double beta2, double epsilon) {
        this("adam", learningRate, beta1, beta2, epsilon);
    }

    /** Adam named {@code adam} with betas 0.9 and 0.999 and epsilon 1e-8. */
    public Adam(Tensor learningRate) {
        this(learningRate, 0.9, 0.999, 1e-8);
    }

    /**
     * Adam with a fixed learning rate, named {@code adam}, with betas 0.9 and 0.999 and epsilon 1e-8.
     *
     * @throws IllegalArgumentException if the rate is not finite and above 0
     */
    public Adam(float learningRate) {
        this(Tensor.scalar(Sgd.requireRate("adam", learningRate)));
    }

    /** The same under another name: {@code new Adam(1e-4f).named("critic")} counts in {@code critic.step}. */
    public Adam named(String name) {
        return new Adam(name, learningRate, beta1, beta2, epsilon);
    }

    private static void requireDecay(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("adam: " + what + " " + value + " must be at least 0 and below 1");
        }
    }

    @Override
    public List<Update> updates(Map<Variable, Tensor> gradients) {
        Variable counter = Variable.counter(name);
        List<Update> updates = new ArrayList<>();
        gradients.forEach((variable, gradient) -> updates.add(new Update.AdamUpdate(
                variable, moment(variable, "m"), moment(variable, "v"), counter, gradient, learningRate, beta1, beta2, epsilon)));
        updates.add(new Update.Count(counter));
        return updates;
    }

    private static Variable moment(Variable variable, String name) {
        return new Variable(variable.name() + ".adam." + name, variable.shape(), variable.type(), Initializer.zeros());
    }
}
