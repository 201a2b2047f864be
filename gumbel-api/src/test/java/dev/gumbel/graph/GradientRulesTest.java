package dev.gumbel.graph;

import static dev.gumbel.Evaluate.constant;
import static dev.gumbel.Evaluate.counting;
import static dev.gumbel.Evaluate.scalar;
import static dev.gumbel.Evaluate.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.Evaluate;
import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule against products of upstream gradient and Jacobian worked out by hand. */
class GradientRulesTest {
    private static final double LOG_3 = Math.log(3);

    /** Checks the gradient of sum(upstream y) by x. */
    private static void assertGradient(Tensor y, Tensor x, double[] upstream, double... expected) {
        Tensor gradient = Gradients.of(y, constant(y.shape(), upstream), List.of(x)).get(x);
        assertThat(gradient.signature()).isEqualTo(x.signature());
        assertThat(Evaluate.values(gradient)).containsExactly(expected, within(1e-14));
    }

    private static void assertNoGradient(Tensor y, Tensor x) {
        assertThat(Gradients.of(y, y.filledLike(1), List.of(x))).isEmpty();
    }

    private static double[] by(double... upstream) {
        return upstream;
    }

    @Test
    void neg() {
        Tensor x = vector(1, 2);
        assertGradient(x.neg(), x, by(3, 5), -3, -5);
    }

    @Test
    void exp() {
        Tensor x = vector(0, Math.log(2));
        assertGradient(x.exp(), x, by(3, 5), 3, 10);
    }

    @Test
    void log() {
        Tensor x = vector(2, 4);
        assertGradient(x.log(), x, by(3, 5), 1.5, 1.25);
    }

    @Test
    void sqrt() {
        Tensor x = vector(4, 0.25);
        assertGradient(x.sqrt(), x, by(3, 5), 0.75, 5);
    }

    @Test
    void sigmoid() {
        Tensor x = vector(0, LOG_3);
        assertGradient(x.sigmoid(), x, by(3, 5), 0.75, 0.9375);
    }

    @Test
    void tanh() {
        Tensor x = vector(0, LOG_3 / 2);
        assertGradient(x.tanh(), x, by(3, 5), 3, 3.75);
    }

    @Test
    void reluPassesOnlyAboveZero() {
        Tensor x = vector(-1, 0, 2, -0.0);
        assertGradient(x.relu(), x, by(3, 5, 7, 9), 0, 0, 7, 0);
    }

    @Test
    void softplus() {
        Tensor x = vector(0, LOG_3);
        assertGradient(x.softplus(), x, by(3, 5), 1.5, 3.75);
    }

    @Test
    void sumsAndDifferences() {
        Tensor a = vector(2, 3);
        Tensor b = vector(4, 8);
        assertGradient(a.add(b), a, by(1, 10), 1, 10);
        assertGradient(a.add(b), b, by(1, 10), 1, 10);
        assertGradient(a.sub(b), a, by(1, 10), 1, 10);
        assertGradient(a.sub(b), b, by(1, 10), -1, -10);
    }

    @Test
    void productsAndQuotients() {
        Tensor a = vector(2, 3);
        Tensor b = vector(4, 8);
        assertGradient(a.mul(b), a, by(1, 10), 4, 80);
        assertGradient(a.mul(b), b, by(1, 10), 2, 30);
        assertGradient(a.div(b), a, by(1, 10), 0.25, 1.25);
        assertGradient(a.div(b), b, by(1, 10), -0.125, -0.46875);
    }

    @Test
    void theWinnerTakesTheGradientAndEqualsShareIt() {
        Tensor a = vector(1, 5, 2);
        Tensor b = vector(3, 4, 2);
        assertGradient(a.maximum(b), a, by(10, 20, 30), 0, 20, 15);
        assertGradient(a.maximum(b), b, by(10, 20, 30), 10, 0, 15);
        assertGradient(a.minimum(b), a, by(10, 20, 30), 10, 0, 15);
        assertGradient(a.minimum(b), b, by(10, 20, 30), 0, 20, 15);
    }

    @Test
    void nothingPassesComparisonsDetachAndArgmax() {
        Tensor a = vector(1, 5);
        Tensor b = vector(3, 4);
        for (Tensor y : List.of(a.greater(b), a.greaterOrEqual(b), a.equalTo(b), a.detach(), a.oneHotArgmax())) {
            assertNoGradient(y, a);
        }
    }

    @Test
    void movementsMoveTheGradientBack() {
        Tensor x = counting(2, 3);
        assertGradient(x.reshape(3, 2), x, by(1, 2, 3, 4, 5, 6), 1, 2, 3, 4, 5, 6);
        assertGradient(x.permute(1, 0), x, by(1, 2, 3, 4, 5, 6), 1, 3, 5, 2, 4, 6);
        assertGradient(x.broadcastTo(Shape.of(2, 2, 3)), x, by(1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60), 11, 22, 33, 44, 55, 66);
    }

    @Test
    void permuteOfThreeAxesIsUndone() {
        Tensor x = counting(1, 2, 3);
        assertGradient(x.permute(2, 0, 1), x, by(1, 2, 3, 4, 5, 6), 1, 3, 5, 2, 4, 6);
    }

    @Test
    void idsChooseWhereTheGradientGoes() {
        Tensor x = counting(3);
        Tensor ids = Tensor.apply(new Leaf.Constant(Shape.of(3), DataType.INT32, 2, 7, 1));
        Tensor chosen = ids.greaterOrEqual(ids.scalarLike(2)).where(x, x.mul(10));
        assertGradient(chosen, x, by(1, 2, 3), 1, 2, 30);
        assertThat(Gradients.of(chosen, chosen.filledLike(1), List.of(ids))).isEmpty();
    }

    @Test
    void sliceFillsTheRestWithZeros() {
        Tensor x = counting(2, 4);
        assertGradient(x.slice(1, 1, 3), x, by(1, 2, 3, 4), 0, 1, 2, 0, 0, 3, 4, 0);
        assertGradient(x.slice(1, 0, 1), x, by(5, 6), 5, 0, 0, 0, 6, 0, 0, 0);
        assertGradient(x.slice(0, 1, 2), x, by(1, 2, 3, 4), 0, 0, 0, 0, 1, 2, 3, 4);
    }

    @Test
    void sliceWithAStepPutsEachElementBack() {
        Tensor x = counting(2, 4);
        assertGradient(x.slice(1, 0, 4, 2), x, by(1, 2, 3, 4), 1, 0, 2, 0, 3, 0, 4, 0);
        assertGradient(x.slice(1, 0, 4, 3), x, by(1, 2, 3, 4), 1, 0, 0, 2, 3, 0, 0, 4);
        assertGradient(x.slice(1, 1, 4, 2), x, by(1, 2, 3, 4), 0, 1, 0, 2, 0, 3, 0, 4);
        assertGradient(x.slice(1, 1, 3, 2), x, by(1, 2), 0, 1, 0, 0, 0, 2, 0, 0);
        Tensor column = counting(5, 1);
        assertGradient(column.slice(0, 0, 5, 2), column, by(1, 2, 3), 1, 0, 2, 0, 3);
        assertGradient(column.slice(0, 1, 5, 2), column, by(1, 2), 0, 1, 0, 2, 0);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void matMulInAllFourForms(boolean transposeA, boolean transposeB) {
        Tensor a = transposeA ? constant(Shape.of(2, 2), 1, 3, 2, 4) : constant(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor b = transposeB ? constant(Shape.of(2, 2), 5, 7, 6, 8) : constant(Shape.of(2, 2), 5, 6, 7, 8);
        Tensor y = a.matMul(b, transposeA, transposeB);
        double[] upstream = {1, 10, 100, 1000};
        assertGradient(y, a, upstream, transposeA ? by(65, 6500, 87, 8700) : by(65, 87, 6500, 8700));
        assertGradient(y, b, upstream, transposeB ? by(301, 402, 3010, 4020) : by(301, 3010, 402, 4020));
    }

    @Test
    void matMulOfOblongMatrices() {
        Tensor a = counting(1, 2);
        Tensor b = counting(2, 3);
        assertGradient(a.matMul(b), a, by(1, 10, 100), 321, 654);
        assertGradient(a.matMul(b), b, by(1, 10, 100), 1, 10, 100, 2, 20, 200);
    }

    @Test
    void aSumGivesItsGradientToAll() {
        Tensor x = counting(2, 3);
        assertGradient(x.sum(1), x, by(1, 10), 1, 1, 1, 10, 10, 10);
        assertGradient(x.sumKeep(0), x, by(1, 2, 3), 1, 2, 3, 1, 2, 3);
        assertGradient(x.sum(), x, by(7), 7, 7, 7, 7, 7, 7);
    }

    @Test
    void theLargestShareTheirGradient() {
        Tensor x = constant(Shape.of(2, 3), 1, 7, 7, 4, 2, 3);
        assertGradient(x.max(1), x, by(10, 20), 0, 5, 5, 20, 0, 0);
        assertGradient(x.max(), x, by(10), 0, 5, 5, 0, 0, 0);
        assertGradient(x.maxKeep(0), x, by(1, 2, 3), 0, 2, 3, 1, 0, 0);
    }

    @Test
    void whereGivesToTheChosen() {
        Tensor condition = vector(1, 0, -2);
        Tensor a = vector(1, 2, 3);
        Tensor b = vector(4, 5, 6);
        Tensor y = condition.where(a, b);
        assertGradient(y, a, by(10, 20, 30), 10, 0, 30);
        assertGradient(y, b, by(10, 20, 30), 0, 20, 0);
        assertNoGradient(y, condition);
    }

    @Test
    void concatGivesEachPartItsShare() {
        Tensor a = counting(2, 1);
        Tensor b = counting(2, 2);
        Tensor y = Tensor.concat(1, List.of(a, b, a));
        assertGradient(y, b, by(1, 2, 3, 4, 5, 6, 7, 8), 2, 3, 6, 7);
        assertGradient(y, a, by(1, 2, 3, 4, 5, 6, 7, 8), 1 + 4, 5 + 8);
    }

    @Test
    void gatherAddsUpWhatRepeats() {
        Tensor table = counting(3, 2);
        Tensor y = table.gather(ids(2, 0, 2));
        assertGradient(y, table, by(1, 2, 3, 4, 5, 6), 3, 4, 0, 0, 6, 8);
    }

    @Test
    void scatterAddGathers() {
        Tensor updates = counting(3, 2);
        Tensor y = updates.scatterAdd(ids(2, 0, 2), 3);
        assertGradient(y, updates, by(1, 2, 3, 4, 5, 6), 5, 6, 1, 2, 5, 6);
    }

    private static Tensor ids(double... ids) {
        return Tensor.apply(new Leaf.Constant(Shape.of(ids.length), DataType.INT32, ids));
    }

    @Test
    void straightThroughGivesAllToTheSoftOne() {
        Tensor hard = vector(0, 1);
        Tensor soft = vector(0.3, 0.7);
        assertGradient(hard.straightThrough(soft), soft, by(3, 5), 3, 5);
        assertNoGradient(hard.straightThrough(soft), hard);
    }

    @Test
    void linearThroughRelu() {
        Tensor x = constant(Shape.of(1, 2), 1, 2);
        Tensor weight = constant(Shape.of(2, 2), 3, 4, 5, 6);
        Tensor bias = vector(-20, 1);
        Tensor y = linear(Activation.RELU, x, weight, bias);
        assertGradient(y, x, by(1, 10), 50, 60);
        assertGradient(y, weight, by(1, 10), 0, 0, 10, 20);
        assertGradient(y, bias, by(1, 10), 0, 10);
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, 1", "SIGMOID, 0.1875", "TANH, 0.36"})
    void linearThroughSmoothActivations(Activation activation, double slope) {
        // sigmoid(log 3) = 3/4 and tanh(log 3) = 4/5.
        Tensor x = constant(Shape.of(2, 1), LOG_3, LOG_3);
        Tensor weight = constant(Shape.of(1, 1), 1);
        Tensor bias = vector(0);
        Tensor y = linear(activation, x, weight, bias);
        assertGradient(y, x, by(1, 10), slope, 10 * slope);
        assertGradient(y, weight, by(1, 10), 11 * slope * LOG_3);
        assertGradient(y, bias, by(1, 10), 11 * slope);
    }

    private static Tensor linear(Activation activation, Tensor... inputs) {
        return Tensor.apply(new Fused.Linear(activation), inputs);
    }

    @Test
    void softmax() {
        Tensor x = constant(Shape.of(2, 2), 0, LOG_3, LOG_3, 0);
        assertGradient(x.softmax(), x, by(1, 5, 1, 1), -0.75, 0.75, 0, 0);
    }

    @Test
    void logSumExp() {
        Tensor x = vector(0, LOG_3);
        assertGradient(x.logSumExp(), x, by(2), 0.5, 1.5);
    }

    @Test
    void gumbelSoftmaxDividesByTheTemperature() {
        Tensor logits = vector(0, LOG_3);
        Tensor noise = vector(0, LOG_3);
        Tensor temperature = scalar(2);
        Tensor y = Tensor.apply(new Fused.GumbelSoftmax(), logits, noise, temperature);
        assertGradient(y, logits, by(1, 5), -0.375, 0.375);
        assertGradient(y, noise, by(1, 5), -0.375, 0.375);
        assertGradient(y, temperature, by(1, 5), -0.375 * LOG_3);
    }

    @Test
    void aMaskedClassGetsNoGradient() {
        Tensor logits = vector(0, Double.NEGATIVE_INFINITY, 2 * LOG_3);
        Tensor temperature = scalar(2);
        Tensor y = Tensor.apply(new Fused.GumbelSoftmax(), logits, vector(0, 1, 0), temperature);
        assertGradient(y, logits, by(1, 100, 5), -0.375, 0, 0.375);
        assertGradient(y, temperature, by(1, 100, 5), -0.375 * LOG_3);
        assertGradient(logits.softmax(), logits, by(0, 100, 0), 0, 0, 0);
        assertGradient(logits.logSumExp(), logits, by(1), 0.1, 0, 0.9);
    }

    @Test
    void bernoulliNll() {
        Tensor logits = constant(Shape.of(1, 2), 0, LOG_3);
        Tensor targets = constant(Shape.of(1, 2), 1, 0);
        Tensor y = Tensor.apply(new Fused.BernoulliNll(), logits, targets);
        assertGradient(y, logits, by(2), -1, 1.5);
        assertGradient(y, targets, by(2), 0, -2 * LOG_3);
    }

    @Test
    void categoricalKl() {
        Tensor plain = vector(0, LOG_3);
        assertGradient(Tensor.apply(new Fused.CategoricalKl(), plain), plain, by(2), -0.375 * LOG_3, 0.375 * LOG_3);
        Tensor masked = vector(0, Double.NEGATIVE_INFINITY, LOG_3);
        assertGradient(Tensor.apply(new Fused.CategoricalKl(), masked), masked, by(2), -0.375 * LOG_3, 0, 0.375 * LOG_3);
    }
}
