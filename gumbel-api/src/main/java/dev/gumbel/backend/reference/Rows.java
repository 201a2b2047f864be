package dev.gumbel.backend.reference;

import dev.gumbel.graph.Scalars;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Unary;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Formulas over the rows of the last axis. */
final class Rows {
    private Rows() {}

    /** exp((x - max) / temperature), normalised. */
    static ReferenceArray softmax(ReferenceArray x, double temperature) {
        int columns = x.shape().last();
        double[] result = new double[x.size()];
        for (int start = 0; start < result.length; start += columns) {
            double largest = max(x.values(), start, columns);
            double sum = 0;
            for (int i = start; i < start + columns; i++) {
                result[i] = Math.exp((x.values()[i] - largest) / temperature);
                sum += result[i];
            }
            for (int i = start; i < start + columns; i++) {
                result[i] /= sum;
            }
        }
        return x.with(result);
    }

    static ReferenceArray logSumExp(ReferenceArray x) {
        return eachRow(x, row -> {
            double largest = max(row, 0, row.length);
            // An infinite maximum is its own answer; subtracting it would make a NaN.
            return Double.isInfinite(largest) ? largest : largest + Math.log(Arrays.stream(row).map(value -> Math.exp(value - largest)).sum());
        });
    }

    /** sum q log(K q + epsilon) with q the softmax. */
    static ReferenceArray categoricalKl(ReferenceArray x) {
        return eachRow(softmax(x, 1), q -> Arrays.stream(q).map(p -> p * Math.log(q.length * p + Fused.CategoricalKl.EPSILON)).sum());
    }

    /** sum softplus(x) - x t. */
    static ReferenceArray bernoulliNll(ReferenceArray logits, ReferenceArray targets) {
        double[] losses = new double[logits.size()];
        Arrays.setAll(losses, i -> Scalars.unary(new Unary.Softplus(), logits.values()[i]) - logits.values()[i] * targets.values()[i]);
        return eachRow(logits.with(losses), row -> Arrays.stream(row).sum());
    }

    static ReferenceArray linear(Fused.Linear op, ReferenceArray x, ReferenceArray weight, ReferenceArray bias) {
        ReferenceArray result = Movements.product(x, Movements.permute(weight, 1, 0));
        double[] values = result.values();
        int columns = bias.size();
        for (int i = 0; i < values.length; i++) {
            double sum = values[i] + bias.values()[i % columns];
            values[i] = switch (op.activation()) {
                case LINEAR -> sum;
                case RELU -> Scalars.unary(new Unary.Relu(), sum);
                case SIGMOID -> Scalars.unary(new Unary.Sigmoid(), sum);
                case TANH -> Scalars.unary(new Unary.Tanh(), sum);
            };
        }
        return result;
    }

    /** 1 at the first of the largest; a row that holds NaN becomes NaN. */
    static ReferenceArray oneHotArgmax(ReferenceArray x) {
        int columns = x.shape().last();
        double[] result = new double[x.size()];
        for (int start = 0; start < result.length; start += columns) {
            double largest = max(x.values(), start, columns);
            if (Double.isNaN(largest)) {
                Arrays.fill(result, start, start + columns, Double.NaN);
            } else {
                int first = start;
                while (x.values()[first] != largest) {
                    first++;
                }
                result[first] = 1;
            }
        }
        return x.with(result);
    }

    private static ReferenceArray eachRow(ReferenceArray x, ToDoubleFunction<double[]> formula) {
        int columns = x.shape().last();
        ReferenceArray result = ReferenceArray.zeros(x.shape().reduce(new int[] {-1}, false), x.type());
        Arrays.setAll(result.values(), row -> formula.applyAsDouble(Arrays.copyOfRange(x.values(), row * columns, (row + 1) * columns)));
        return result;
    }

    /** NaN if any element is. */
    private static double max(double[] values, int start, int length) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + length; i++) {
            largest = Math.max(largest, values[i]);
        }
        return largest;
    }
}
