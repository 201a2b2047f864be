package dev.gumbel.backend.reference;

import dev.gumbel.graph.Scalars;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Unary;
import java.util.Arrays;

/** Gradients of formulas over the rows of the last axis. */
final class RowGradients {
    private RowGradients() {}

    static ReferenceArray activation(Activation activation, ReferenceArray value, ReferenceArray gradient) {
        double[] result = new double[value.size()];
        Arrays.setAll(result, i -> {
            double y = value.values()[i];
            double g = gradient.values()[i];
            return switch (activation) {
                case LINEAR -> g;
                case RELU -> y > 0 ? g : 0;
                case SIGMOID -> g * y * (1 - y);
                case TANH -> g * (1 - y * y);
            };
        });
        return value.with(result);
    }

    /** y (g - sum y g) / temperature. */
    static ReferenceArray softmax(ReferenceArray y, ReferenceArray g, double temperature) {
        int columns = y.shape().last();
        double[] result = new double[y.size()];
        for (int start = 0; start < result.length; start += columns) {
            double mean = 0;
            for (int i = start; i < start + columns; i++) {
                mean += y.values()[i] * g.values()[i];
            }
            for (int i = start; i < start + columns; i++) {
                result[i] = y.values()[i] * (g.values()[i] - mean) / temperature;
            }
        }
        return y.with(result);
    }

    /** g (sigmoid(x) - t). */
    static ReferenceArray bernoulliNll(ReferenceArray logits, ReferenceArray targets, ReferenceArray g) {
        int columns = logits.shape().last();
        double[] result = new double[logits.size()];
        Arrays.setAll(result, i ->
                g.values()[i / columns] * (Scalars.unary(new Unary.Sigmoid(), logits.values()[i]) - targets.values()[i]));
        return logits.with(result);
    }

    /** Through q = softmax(logits): by q it is g (log(K q + epsilon) + K q / (K q + epsilon)). */
    static ReferenceArray categoricalKl(ReferenceArray logits, ReferenceArray g) {
        int columns = logits.shape().last();
        ReferenceArray q = Rows.softmax(logits, 1);
        double[] byQ = new double[logits.size()];
        Arrays.setAll(byQ, i -> {
            double scaled = columns * q.values()[i];
            double safe = scaled + Fused.CategoricalKl.EPSILON;
            return g.values()[i / columns] * (Math.log(safe) + scaled / safe);
        });
        return softmax(q, logits.with(byQ), 1);
    }
}
