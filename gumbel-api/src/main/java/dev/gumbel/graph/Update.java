package dev.gumbel.graph;

import dev.gumbel.op.Claimable;
import dev.gumbel.op.StepFunction;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;

/**
 * A change of variables at the end of a run. All updates of a run read the values from before it. A rule of an optimiser is some assignments over
 * ordinary ops, so it runs on every backend; {@link AdamUpdate} is one that backends may claim.
 */
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

    /** A step is taken: the counter grows by 1, on the host. */
    record Count(Variable counter) implements Update {
        public Count {
            requireCounter("count", counter);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public List<Variable> variables() {
            return List.of(counter);
        }
    }

    /**
     * One step of Adam (Kingma and Ba 2015, algorithm 1), whole so that a backend can fuse it. With t = counter + 1:
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; w -= rate / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon).
     * The corrections are computed in double on the host. Afterwards |m| &lt; 1e-30 and v &lt; 1e-36 become 0: the moments of idle
     * weights would otherwise decay into subnormal numbers, which processors handle ten times slower.
     *
     * @param counter the number of steps taken before, which a {@link Count} of the same program lets grow
     * @param learningRate a scalar
     */
    record AdamUpdate(
            Variable variable, Variable firstMoment, Variable secondMoment, Variable counter,
            Tensor gradient, Tensor learningRate, double beta1, double beta2, double epsilon) implements Update, Claimable {
        /** First moments smaller than this become 0. */
        public static final float FLUSH_FIRST = 1e-30f;
        /** Second moments smaller than this become 0. */
        public static final float FLUSH_SECOND = 1e-36f;

        public AdamUpdate {
            requireLike("adam: first moment", variable, firstMoment);
            requireLike("adam: second moment", variable, secondMoment);
            requireLike("adam: gradient", variable, gradient);
            requireCounter("adam", counter);
            if (learningRate.shape().rank() != 0) {
                throw new IllegalArgumentException("adam: learning rate %s must be a scalar".formatted(learningRate.shape()));
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(gradient, learningRate);
        }

        @Override
        public List<Variable> variables() {
            return List.of(variable, firstMoment, secondMoment);
        }

        /** The same step in primitive ops. */
        public List<Assign> derivation() {
            Tensor first = firstMoment.mul(beta1).add(gradient.mul(1 - beta1));
            Tensor flushedFirst = flushed(first, first.maximum(first.neg()), FLUSH_FIRST);
            Tensor second = secondMoment.mul(beta2).add(gradient.mul(1 - beta2).mul(gradient));
            Tensor flushedSecond = flushed(second, second, FLUSH_SECOND);
            Tensor size = learningRate.mul(Tensor.stepScalar(counter, new StepFunction.BiasCorrection(beta1), variable.type()));
            Tensor rootCorrection = Tensor.stepScalar(counter, new StepFunction.RootBiasCorrection(beta2), variable.type());
            Tensor change = flushedFirst.mul(size).div(flushedSecond.sqrt().mul(rootCorrection).add(epsilon));
            return List.of(
                    new Assign(variable, variable.sub(change)), new Assign(firstMoment, flushedFirst), new Assign(secondMoment, flushedSecond));
        }

        private static Tensor flushed(Tensor x, Tensor magnitude, float least) {
            // A NaN is not below the threshold, and stays.
            return x.scalarLike(least).greater(magnitude).where(x.scalarLike(0), x);
        }
    }

    private static void requireLike(String what, Variable variable, Tensor other) {
        if (!other.signature().equals(variable.signature())) {
            throw new IllegalArgumentException("%s of variable '%s': expected %s, got %s".formatted(
                    what, variable.name(), variable.signature(), other.signature()));
        }
    }

    private static void requireCounter(String what, Variable variable) {
        if (!variable.isCounter()) {
            throw new IllegalArgumentException("%s: variable '%s' is not a counter; make one with Variable.counter".formatted(what, variable.name()));
        }
    }
}
