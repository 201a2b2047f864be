package dev.gumbel.backend.reference;

import static dev.gumbel.backend.reference.Arrays64.INFINITY;
import static dev.gumbel.backend.reference.Arrays64.NAN;
import static dev.gumbel.backend.reference.Arrays64.array;
import static dev.gumbel.backend.reference.Arrays64.assertArray;
import static dev.gumbel.backend.reference.Arrays64.assertClose;
import static dev.gumbel.backend.reference.Arrays64.vector;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fused ops against values worked out by hand. */
class ReferenceFusedTest {
    private static final double LOG_2 = Math.log(2);
    private static final double LOG_3 = Math.log(3);
    private final ReferenceKernels kernels = new ReferenceKernels();

    private ReferenceArray fused(Fused op, ReferenceArray... inputs) {
        return kernels.fused(op, List.of(inputs));
    }

    private static ReferenceArray scalar(double value) {
        return array(Shape.scalar(), value);
    }

    @Test
    void linearAppliesItsActivation() {
        ReferenceArray x = array(Shape.of(2, 2), 1, 2, 0, 0);
        ReferenceArray weight = array(Shape.of(3, 2), 1, 1, 2, -2, 0.5, 0);
        ReferenceArray bias = vector(1, 0, -0.5);
        assertArray(fused(new Fused.Linear(Activation.LINEAR), x, weight, bias), Shape.of(2, 3), 4, -2, 0, 1, 0, -0.5);
        assertArray(fused(new Fused.Linear(Activation.RELU), x, weight, bias), Shape.of(2, 3), 4, 0, 0, 1, 0, 0);
    }

    @Test
    void linearAppliesSmoothActivations() {
        ReferenceArray x = array(Shape.of(1, 1), 1);
        ReferenceArray weight = array(Shape.of(2, 1), LOG_3 - 1, -LOG_3 - 1);
        ReferenceArray bias = vector(1, 1);
        assertClose(fused(new Fused.Linear(Activation.SIGMOID), x, weight, bias), Shape.of(1, 2), 0.75, 0.25);
        assertClose(fused(new Fused.Linear(Activation.TANH), x, weight, bias), Shape.of(1, 2), 0.8, -0.8);
    }

    @Test
    void reluOfALinearLayerPassesNanOn() {
        ReferenceArray x = array(Shape.of(1, 1), NAN);
        assertArray(fused(new Fused.Linear(Activation.RELU), x, array(Shape.of(1, 1), 1), vector(0)), Shape.of(1, 1), NAN);
    }

    @Test
    void softmaxOfEachRow() {
        ReferenceArray x = array(Shape.of(3, 2), 0, LOG_3, 1e4, 1e4, -1e4, 1e4);
        assertClose(fused(new Fused.Softmax(), x), Shape.of(3, 2), 0.25, 0.75, 0.5, 0.5, 0, 1);
    }

    @Test
    void aMaskedClassHasProbabilityZero() {
        assertClose(fused(new Fused.Softmax(), vector(-INFINITY, 0, LOG_3)), Shape.of(3), 0, 0.25, 0.75);
        assertArray(fused(new Fused.Softmax(), vector(-INFINITY, 7, -INFINITY)), Shape.of(3), 0, 1, 0);
    }

    @Test
    void softmaxPassesNanOnWithinItsRow() {
        assertArray(fused(new Fused.Softmax(), array(Shape.of(2, 2), NAN, 0, 1, 1)), Shape.of(2, 2), NAN, NAN, 0.5, 0.5);
    }

    @Test
    void logSumExpOfEachRow() {
        ReferenceArray x = array(Shape.of(5, 2), 0, LOG_3, 1e4, 1e4, -1e4, -1e4, -INFINITY, 5, -INFINITY, -INFINITY);
        assertArray(fused(new Fused.LogSumExp(), x), Shape.of(5), Math.log(4), 1e4 + LOG_2, -1e4 + LOG_2, 5, -INFINITY);
        assertArray(fused(new Fused.LogSumExp(), array(Shape.of(2, 2), INFINITY, 0, NAN, 0)), Shape.of(2), INFINITY, NAN);
    }

    @Test
    void gumbelSoftmaxDividesTheSumByTheTemperature() {
        ReferenceArray logits = array(Shape.of(2, 2), 0, LOG_3, 5, 5);
        ReferenceArray noise = array(Shape.of(2, 2), 0, LOG_3, 1, 1);
        assertClose(fused(new Fused.GumbelSoftmax(), logits, noise, scalar(2)), Shape.of(2, 2), 0.25, 0.75, 0.5, 0.5);
        assertClose(fused(new Fused.GumbelSoftmax(), logits, noise, scalar(1)), Shape.of(2, 2), 0.1, 0.9, 0.5, 0.5);
    }

    @Test
    void gumbelSoftmaxAtItsLimits() {
        ReferenceArray logits = vector(1e4, 1e4 + 1, -INFINITY, -1e4);
        ReferenceArray noise = vector(0, 0.5, 20, 0);
        assertArray(fused(new Fused.GumbelSoftmax(), logits, noise, scalar(1e-30)), Shape.of(4), 0, 1, 0, 0);
        assertClose(fused(new Fused.GumbelSoftmax(), logits, noise, scalar(1e30)), Shape.of(4), 1.0 / 3, 1.0 / 3, 0, 1.0 / 3);
    }

    @Test
    void bernoulliNllIsSummedOverRows() {
        ReferenceArray logits = array(Shape.of(2, 2), 0, LOG_3, 1e4, -1e4);
        ReferenceArray targets = array(Shape.of(2, 2), 0.5, 1, 1, 0);
        assertClose(fused(new Fused.BernoulliNll(), logits, targets), Shape.of(2), LOG_2 + Math.log(4) - LOG_3, 0);
        ReferenceArray wrong = array(Shape.of(2, 2), 1, 0, 0, 1);
        assertClose(fused(new Fused.BernoulliNll(), logits, wrong), Shape.of(2), LOG_2 + Math.log(4), 2e4);
    }

    @Test
    void categoricalKlIsBetweenZeroAndLogK() {
        ReferenceArray x = array(Shape.of(4, 3), 5, 5, 5, 0, -INFINITY, -INFINITY, 1e4, -1e4, 0, -INFINITY, 0, LOG_3);
        double quarters = 0.25 * Math.log(0.75) + 0.75 * Math.log(2.25);
        assertClose(fused(new Fused.CategoricalKl(), x), Shape.of(4), 0, LOG_3, LOG_3, quarters);
    }
}
