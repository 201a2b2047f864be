package dev.gumbel.nn;

import dev.gumbel.op.Activation;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.stream.IntStream;

/** Linear layers one after another. */
public record Mlp(List<Linear> layers) {
    public Mlp {
        layers = List.copyOf(layers);
    }

    /**
     * Layers {@code NAME.0}, {@code NAME.1}, ... between the given widths.
     *
     * @param widths features in, of each hidden layer, and out
     * @param hidden the activation after every layer but the last
     * @param last the activation after the last layer
     * @throws IllegalArgumentException if there are fewer than two widths
     */
    public static Mlp of(String name, List<Integer> widths, Activation hidden, Activation last) {
        int count = widths.size() - 1;
        if (count < 1) {
            throw new IllegalArgumentException("mlp '" + name + "': " + widths + " must hold at least the widths in and out");
        }
        return new Mlp(IntStream.range(0, count)
                .mapToObj(i -> Linear.of(name + "." + i, widths.get(i), widths.get(i + 1), i < count - 1 ? hidden : last))
                .toList());
    }

    public Tensor apply(Tensor x) {
        Tensor result = x;
        for (Linear layer : layers) {
            result = layer.apply(result);
        }
        return result;
    }

    public List<Variable> variables() {
        return layers.stream().flatMap(layer -> layer.variables().stream()).toList();
    }
}
