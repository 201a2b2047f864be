package dev.gumbel.nn;

import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.GraphException;
import dev.gumbel.graph.Update;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the updates of variables from their gradients. A rule of one's own implements {@link #updates}: with assignments over ordinary ops it runs
 * on every backend. Factors that depend on the step are {@link Tensor#stepScalar}s of a counter that one {@link Update.Count} lets grow.
 */
@FunctionalInterface
public interface Optimizer {

    /**
     * The updates of one step.
     *
     * @param gradients the gradient of each variable, in the order in which they were given
     */
    List<Update> updates(Map<Variable, Tensor> gradients);

    /**
     * The updates that make a scalar loss smaller.
     *
     * @throws GraphException if the loss does not depend on one of the variables through differentiable ops
     */
    default List<Update> minimize(Tensor loss, Collection<Variable> variables) {
        Map<Variable, Tensor> found = Gradients.of(loss, variables);
        Map<Variable, Tensor> gradients = new LinkedHashMap<>();
        for (Variable variable : variables) {
            Tensor gradient = found.get(variable);
            if (gradient == null) {
                throw new GraphException("minimize: no gradient reaches variable '%s'; leave it out or use it in the loss".formatted(
                        variable.name()));
            }
            gradients.put(variable, gradient);
        }
        return updates(gradients);
    }
}
