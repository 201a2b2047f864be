package dev.gumbel.nn;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;

/**
 * activation(x weight^T + bias) for rows x. Initialised as PyTorch's Linear: weight and bias from U(-1/sqrt(in), 1/sqrt(in)).
 *
 * @param weight [out, in], named {@code NAME.weight}
 * @param bias [out], named {@code NAME.bias}
 */
public record Linear(Variable weight, Variable bias, Activation activation) {

    /** A layer with variables of its own. */
    public static Linear of(String name, int in, int out, Activation activation) {
        Initializer initializer = Initializer.fanIn(in);
        return new Linear(
                Variable.of(name + ".weight", Shape.of(out, in), initializer),
                Variable.of(name + ".bias", Shape.of(out), initializer),
                activation);
    }

    /** The layer's result [n, out] for rows [n, in]. */
    public Tensor apply(Tensor x) {
        return Tensor.apply(new Fused.Linear(activation), x, weight, bias);
    }

    public List<Variable> variables() {
        return List.of(weight, bias);
    }
}
