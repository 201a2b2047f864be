package dev.gumbel.graph;

import static dev.gumbel.Evaluate.constant;
import static dev.gumbel.Evaluate.counting;
import static dev.gumbel.Evaluate.scalar;
import static dev.gumbel.Evaluate.values;
import static dev.gumbel.Evaluate.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.Evaluate;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine: what it walks, what it adds up, what it leaves out. */
class GradientsTest {
    private static final int DEEP = 20_000;
    private final Tensor x = vector(2, 3);

    private static Tensor gradient(Tensor loss, Tensor target) {
        return Gradients.of(loss, List.of(target)).get(target);
    }

    @Test
    void contributionsAddUp() {
        assertThat(values(gradient(x.mul(x).add(x).sum(), x))).containsExactly(5, 7);
    }

    @Test
    void theLossItselfHasGradientOne() {
        Tensor loss = x.sum();
        assertThat(values(gradient(loss, loss))).containsExactly(1);
    }

    @Test
    void aTensorTheLossDoesNotDependOnIsAbsent() {
        Tensor other = vector(1, 1);
        assertThat(Gradients.of(x.sum(), List.of(other, x))).containsOnlyKeys(x);
    }

    @Test
    void aTensorBehindTheLossIsAbsent() {
        Tensor loss = x.sum();
        Tensor later = loss.exp();
        assertThat(Gradients.of(loss, List.of(later))).isEmpty();
    }

    @Test
    void zeroIsNotAbsent() {
        Map<Tensor, Tensor> gradients = Gradients.of(x.mul(0).sum(), List.of(x));
        assertThat(gradients).containsOnlyKeys(x);
        assertThat(values(gradients.get(x))).containsExactly(0, 0);
    }

    @Test
    void nothingCrossesDetach() {
        assertThat(values(gradient(x.mul(x.detach()).sum(), x))).containsExactly(2, 3);
        assertThat(Gradients.of(x.exp().detach().sum(), List.of(x))).isEmpty();
    }

    @Test
    void straightThroughIsHardInValueAndSoftInGradient() {
        Tensor soft = x.mul(x);
        Tensor sample = vector(0, 1).straightThrough(soft);
        assertThat(values(sample)).containsExactly(0, 1);
        assertThat(values(gradient(sample.mul(vector(10, 100)).sum(), x))).containsExactly(40, 600);
    }

    @Test
    void straightThroughOfOneTensorTakesTheSoftWayOnly() {
        assertThat(values(gradient(x.mul(x).straightThrough(x).sum(), x))).containsExactly(1, 1);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void targetsMayDependOnOneAnother(boolean inOrder) {
        Tensor square = x.mul(x);
        Tensor loss = square.mul(x).sum();
        Map<Tensor, Tensor> gradients = Gradients.of(loss, inOrder ? List.of(x, square) : List.of(square, x));
        assertThat(values(gradients.get(square))).containsExactly(2, 3);
        assertThat(values(gradients.get(x))).containsExactly(12, 27);
    }

    @Test
    void aTargetThatIsAnInnerTensorStopsNothing() {
        Tensor inner = x.mul(3);
        Tensor last = inner.mul(inner);
        Map<Tensor, Tensor> gradients = Gradients.of(last.sum(), List.of(last, inner, x));
        assertThat(values(gradients.get(last))).containsExactly(1, 1);
        assertThat(values(gradients.get(inner))).containsExactly(12, 18);
        assertThat(values(gradients.get(x))).containsExactly(36, 54);
    }

    @Test
    void gradientsComeInTheOrderOfTheTargets() {
        Tensor y = vector(1, 1);
        Tensor z = vector(1, 1);
        assertThat(Gradients.of(x.mul(y).mul(z).sum(), List.of(z, x, y)).keySet()).containsExactly(z, x, y);
    }

    @Test
    void anUpstreamGradientWeighsTheOutput() {
        Tensor gradient = Gradients.of(x.mul(x), vector(10, 100), List.of(x)).get(x);
        assertThat(values(gradient)).containsExactly(40, 600);
    }

    @Test
    void gradientsCanBeDifferentiatedAgain() {
        Tensor once = gradient(x.mul(x).mul(x).sum(), x);
        assertThat(values(gradient(once.sum(), x))).containsExactly(12, 18);
    }

    @Test
    void refusesALossThatIsNoFloatingScalar() {
        assertThatThrownBy(() -> Gradients.of(x.exp(), List.of(x))).isInstanceOf(GraphException.class)
                .hasMessage("gradients: the loss must be a floating scalar, got exp FLOAT64[2]; take its sum or mean");
        assertThatThrownBy(() -> Gradients.of(Tensor.ids("i", Shape.scalar()), List.of(x))).isInstanceOf(GraphException.class)
                .hasMessage("gradients: the loss must be a floating scalar, got input INT32[]; take its sum or mean");
    }

    @Test
    void refusesAnUpstreamGradientOfAnotherSignature() {
        assertThatThrownBy(() -> Gradients.of(x, vector(1, 2, 3), List.of(x))).isInstanceOf(GraphException.class)
                .hasMessage("gradients: upstream is FLOAT64[3], expected FLOAT64[2]");
        assertThatThrownBy(() -> Gradients.of(x, Tensor.constant(Shape.of(2), 1, 2), List.of(x))).isInstanceOf(GraphException.class)
                .hasMessage("gradients: upstream is FLOAT32[2], expected FLOAT64[2]");
    }

    @Test
    void aGradientIsSummedOverNewLeadingAxes() {
        assertThat(values(gradient(x.mul(counting(3, 2)).sum(), x))).containsExactly(9, 12);
    }

    @Test
    void aGradientIsSummedOverInnerAxesOfExtentOne() {
        Tensor column = counting(2, 1);
        assertThat(values(gradient(column.mul(counting(2, 3)).sum(), column))).containsExactly(6, 15);
    }

    @Test
    void aGradientIsSummedOverLeadingAndInnerAxesAtOnce() {
        Tensor middle = counting(3, 1);
        Tensor gradient = gradient(middle.mul(counting(2, 3, 2)).sum(), middle);
        assertThat(gradient.shape()).isEqualTo(Shape.of(3, 1));
        assertThat(values(gradient)).containsExactly(1 + 2 + 7 + 8, 3 + 4 + 9 + 10, 5 + 6 + 11 + 12);
    }

    @Test
    void anAxisOfExtentOneThatIsNotRepeatedStays() {
        Tensor row = counting(1, 2);
        Tensor gradient = gradient(row.mul(counting(3, 1, 2)).sum(), row);
        assertThat(gradient.shape()).isEqualTo(Shape.of(1, 2));
        assertThat(values(gradient)).containsExactly(9, 12);
    }

    @Test
    void aScalarGetsTheSumOfAll() {
        Tensor scale = scalar(5);
        assertThat(values(gradient(counting(2, 3).div(scale).sum(), scale))).containsExactly(new double[] {-21.0 / 25}, within(1e-15));
    }

    @Test
    void whatIsNotRepeatedIsNotSummed() {
        Tensor gradient = gradient(x.mul(vector(3, 4)).sum(), x);
        Program program = Evaluate.program(gradient);
        assertThat(Evaluate.labels(program)).doesNotContain("sum");
    }

    @Test
    void onlyWhatLiesBetweenLossAndTargetsIsWalked() {
        Tensor other = constant(Shape.of(2), 1, 2);
        Tensor loss = x.mul(other.exp()).sum();
        Program program = Evaluate.program(gradient(loss, x));
        assertThat(Evaluate.labels(program).stream().filter("mul"::equals)).hasSize(1);
        assertThat(program.tensors()).contains(other);
    }

    @Test
    void aChainOfTwentyThousandIsDifferentiated() {
        Tensor y = x;
        double expected = 1;
        for (int i = 0; i < DEEP; i++) {
            double factor = 1 + (i % 7 - 3) * 1e-4;
            y = y.mul(factor);
            expected *= factor;
        }
        assertThat(values(gradient(y.sum(), x))).containsExactly(new double[] {expected, expected}, within(1e-12));
    }

    @Test
    void aDoublingGraphStaysSmall() {
        Tensor y = x;
        for (int i = 0; i < 60; i++) {
            y = y.add(y);
        }
        Tensor gradient = gradient(y.sum(), x);
        assertThat(Evaluate.program(gradient).tensors()).hasSizeLessThan(70);
        double[] expected = new double[2];
        Arrays.fill(expected, 0x1p60);
        assertThat(values(gradient)).containsExactly(expected);
    }

    @Test
    void aVariableMadeTwiceIsRefusedAsATarget() {
        Variable v = Variable.of("v", Shape.scalar(), Initializer.zeros());
        Variable w = Variable.of("v", Shape.scalar(), Initializer.zeros());
        String message = "gradients: variable 'v' is two tensors, the one whose gradient is asked for and the one in mul FLOAT32[] (op 3 of 3): "
                + "the gradient would lack a part; make it once and pass it on";
        assertThatThrownBy(() -> Gradients.of(v.mul(w), List.of(v))).isInstanceOf(GraphException.class).hasMessage(message);
        assertThatThrownBy(() -> Gradients.of(v.mul(w), List.of(v, w))).isInstanceOf(GraphException.class).hasMessage(message);
        Variable third = Variable.of("v", Shape.scalar(), Initializer.zeros());
        assertThatThrownBy(() -> Gradients.of(v.exp(), List.of(third))).isInstanceOf(GraphException.class);
    }

    @Test
    void inputsAndNoiseMadeTwiceAreRefusedAsTargetsToo() {
        Input a = Tensor.input("a", Shape.scalar());
        assertThatThrownBy(() -> Gradients.of(a.mul(Tensor.input("a", Shape.scalar())), List.of(a))).isInstanceOf(GraphException.class)
                .hasMessageStartingWith("gradients: input 'a' is two tensors");
        Tensor z = Noise.gumbel("z", Shape.scalar());
        assertThatThrownBy(() -> Gradients.of(z.mul(Noise.shared(Noise.gumbel("z", Shape.scalar()))), List.of(z))).isInstanceOf(GraphException.class)
                .hasMessageStartingWith("gradients: noise 'z' is two tensors");
        assertThat(Gradients.of(a.mul(z).mul(Noise.shared(Noise.gumbel("z", Shape.scalar()))), List.of(a))).containsOnlyKeys(a);
    }
}
