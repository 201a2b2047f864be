package dev.gumbel.nn;

import dev.gumbel.graph.Update;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gradient descent: w -= learningRate gradient.
 *
 * @param learningRate a scalar; an Input lets a schedule feed it
 */
public record Sgd(Tensor learningRate) implements Optimizer {

    /**
     * Descent with a fixed learning rate.
     *
     * @throws IllegalArgumentException if the rate is not finite and above 0
     */
    public Sgd(float learningRate) {
        this(Tensor.scalar(requireRate("sgd", learningRate)));
    }

    static float requireRate(String optimizer, float rate) {
        if (!(rate > 0 && Float.isFinite(rate))) {
            throw new IllegalArgumentException(optimizer + ": learning rate " + rate + " must be finite and above 0");
        }
        return rate;
    }

    @Override
    public List<Update> updates(Map<Variable, Tensor> gradients) {
        List<Update> updates = new ArrayList<>();
        gradients.forEach((variable, gradient) -> updates.add(new Update.Assign(variable, variable.sub(gradient.mul(learningRate)))));
        return updates;
    }
}
