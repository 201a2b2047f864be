package dev.gumbel.nn;

import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.GraphException;
import dev.gumbel.graph.Update;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Makes the updates of variables from a loss. */
public sealed interface Optimizer permits Adam, Sgd {

    /** The update of one variable by its gradient. */
    Update update(Variable variable, Tensor gradient);

    /**
     * The updates that make a scalar loss smaller.
     *
     * @throws GraphException if the loss does not depend on one of the variables through differentiable ops
     */
    default List<Update> minimize(Tensor loss, Collection<Variable> variables) {
        Map<Variable, Tensor> gradients = Gradients.of(loss, variables);
        return variables.stream().map(variable -> {
            Tensor gradient = gradients.get(variable);
            if (gradient == null) {
                throw new GraphException("minimize: no gradient reaches variable '%s'; leave it out or use it in the loss".formatted(
                        variable.name()));
            }
            return update(variable, gradient);
        }).toList();
    }
}
