package dev.gumbel.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Leaf.Constant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OpTest {
    private static final Shape PAIR = Shape.of(2);

    @TestFactory
    Stream<DynamicTest> labelsAreTheNamesInMessages() {
        Map<Op, String> labels = Map.of(
                new MatMul(false, true), "matMul", new Reduce(Reduce.Kind.SUM, false, 0), "sum", new Reduce(Reduce.Kind.MAX, true, 0), "max",
                new Fused.GumbelSoftmax(), "gumbelSoftmax", new Fused.BernoulliNll(), "bernoulliNll", new Selection.OneHotArgmax(), "oneHotArgmax",
                new Binary.GreaterOrEqual(), "greaterOrEqual", new Unary.Neg(), "neg", new Leaf.Input("x", PAIR, DataType.FLOAT32), "input");
        return labels.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getValue(),
                () -> assertThat(entry.getKey().label()).isEqualTo(entry.getValue())));
    }

    @Test
    void opsAreComparedByTheirAttributes() {
        assertThat(new Unary.Exp()).isEqualTo(new Unary.Exp()).isNotEqualTo(new Unary.Log());
        assertThat(new MatMul(true, false)).isEqualTo(new MatMul(true, false)).isNotEqualTo(new MatMul(false, true));
        assertThat(new Movement.Slice(0, 1, 2)).isEqualTo(new Movement.Slice(0, 1, 2, 1)).isNotEqualTo(new Movement.Slice(0, 1, 3))
                .isNotEqualTo(new Movement.Slice(0, 1, 2, 2));
        assertThat(new Fused.Linear(Activation.RELU)).isNotEqualTo(new Fused.Linear(Activation.TANH));
    }

    @Test
    void reductionsAreComparedByKindAxesAndWhetherTheyKeep() {
        Reduce sum = new Reduce(Reduce.Kind.SUM, false, 0, 2);
        assertThat(sum).isEqualTo(new Reduce(Reduce.Kind.SUM, false, 0, 2)).hasSameHashCodeAs(new Reduce(Reduce.Kind.SUM, false, 0, 2));
        assertThat(List.of(new Reduce(Reduce.Kind.MAX, false, 0, 2), new Reduce(Reduce.Kind.SUM, true, 0, 2), new Reduce(Reduce.Kind.SUM, false, 0)))
                .doesNotContain(sum);
        assertThat(sum.equals("sum")).isFalse();
    }

    @Test
    void hashesOfReductionsTellKindAndKeepApart() {
        assertThat(Stream.of(
                new Reduce(Reduce.Kind.SUM, false, 0), new Reduce(Reduce.Kind.SUM, true, 0),
                new Reduce(Reduce.Kind.MAX, false, 0), new Reduce(Reduce.Kind.MAX, true, 0)).map(Reduce::hashCode)).doesNotHaveDuplicates();
    }

    @Test
    void reductionsSayWhatTheyAre() {
        assertThat(new Reduce(Reduce.Kind.SUM, false, 0, 2)).hasToString("SUM[0, 2]");
        assertThat(new Reduce(Reduce.Kind.MAX, true, 1)).hasToString("MAX[1] keep");
    }

    @Test
    void axesCannotBeChangedFromOutside() {
        int[] axes = {0, 1};
        Reduce reduce = new Reduce(Reduce.Kind.SUM, false, axes);
        Movement.Permute permute = new Movement.Permute(axes);
        axes[0] = 7;
        reduce.axes()[1] = 7;
        permute.axes()[1] = 7;
        assertThat(reduce.axes()).containsExactly(0, 1);
        assertThat(permute.axes()).containsExactly(0, 1);
    }

    @Test
    void permutationsAreComparedByTheirAxes() {
        assertThat(new Movement.Permute(1, 0)).isEqualTo(new Movement.Permute(1, 0)).hasSameHashCodeAs(new Movement.Permute(1, 0))
                .isNotEqualTo(new Movement.Permute(0, 1)).isNotEqualTo("Permute[1, 0]").hasToString("Permute[1, 0]");
    }

    @Test
    void theInverseUndoesAPermutation() {
        assertThat(new Movement.Permute(2, 0, 1).inverse()).isEqualTo(new Movement.Permute(1, 2, 0));
        assertThat(new Movement.Permute(1, 2, 0).inverse()).isEqualTo(new Movement.Permute(2, 0, 1));
    }

    @Test
    void constantsAreComparedByBits() {
        assertThat(constant(DataType.FLOAT64, 0.0)).isNotEqualTo(constant(DataType.FLOAT64, -0.0));
        assertThat(constant(DataType.FLOAT64, Double.NaN)).isEqualTo(constant(DataType.FLOAT64, Double.NaN))
                .hasSameHashCodeAs(constant(DataType.FLOAT64, Double.NaN));
        assertThat(constant(DataType.FLOAT64, 1)).isNotEqualTo(constant(DataType.FLOAT32, 1)).isNotEqualTo("1");
        assertThat(constant(DataType.FLOAT64, 1)).isNotEqualTo(new Constant(Shape.of(3), DataType.FLOAT64, 1));
    }

    @Test
    void aFloat32ConstantIsRounded() {
        assertThat(constant(DataType.FLOAT32, 0.1).value(1)).isEqualTo(0.1f);
        assertThat(constant(DataType.FLOAT64, 0.1).value(1)).isEqualTo(0.1);
    }

    @Test
    void aConstantHoldsOneValueForAllElementsOrOneForEach() {
        Constant filled = constant(DataType.FLOAT64, 3);
        Constant listed = constant(DataType.FLOAT64, 3, 4);
        assertThat(filled.isFilled()).isTrue();
        assertThat(List.of(filled.value(0), filled.value(1))).containsExactly(3.0, 3.0);
        assertThat(listed.isFilled()).isFalse();
        assertThat(List.of(listed.value(0), listed.value(1))).containsExactly(3.0, 4.0);
    }

    @Test
    void isFilledWithTellsTheZerosApart() {
        assertThat(constant(DataType.FLOAT64, 0.0).isFilledWith(0.0)).isTrue();
        assertThat(constant(DataType.FLOAT64, -0.0).isFilledWith(0.0)).isFalse();
        assertThat(constant(DataType.FLOAT64, 1, 1).isFilledWith(1)).isFalse();
    }

    @Test
    void refusesAConstantOfAnotherLength() {
        assertThatThrownBy(() -> new Constant(Shape.of(2, 3), DataType.FLOAT64, 1, 2)).isInstanceOf(ShapeException.class)
                .hasMessage("constant: 2 values for shape [2, 3], expected 1 or 6");
    }

    @Test
    void valuesOfAConstantCannotBeChangedFromOutside() {
        double[] values = {1, 2};
        Constant constant = new Constant(PAIR, DataType.FLOAT64, values);
        values[0] = 9;
        constant.values()[1] = 9;
        assertThat(constant.values()).containsExactly(1, 2);
    }

    @Test
    void constantsSayWhatTheyHold() {
        assertThat(constant(DataType.FLOAT64, 0.5)).hasToString("Constant[0.5]");
        assertThat(constant(DataType.FLOAT64, 1, 2)).hasToString("Constant[2 values]");
    }

    @Test
    void typesKnowTheirSizeAndArithmetic() {
        assertThat(Stream.of(DataType.FLOAT32, DataType.FLOAT64, DataType.INT32).map(DataType::bytes)).containsExactly(4, 8, 4);
        assertThat(Stream.of(DataType.values()).filter(DataType::isFloating)).containsExactly(DataType.FLOAT32, DataType.FLOAT64);
    }

    private static Constant constant(DataType type, double... values) {
        return new Constant(PAIR, type, values);
    }

    /** NumPy's x[3:12:4] is x[3], x[7], x[11]. */
    @Test
    void aSliceCountsItsElements() {
        assertThat(new Movement.Slice(0, 3, 12, 4).extent()).isEqualTo(3);
        assertThat(new Movement.Slice(0, 3, 11, 4).extent()).isEqualTo(2);
        assertThat(new Movement.Slice(0, 3, 4, Integer.MAX_VALUE).extent()).isEqualTo(1);
    }

    @Test
    void slicesOfTheSameElementsHaveOneForm() {
        assertThat(new Movement.Slice(1, 3, 10, 4).canonical()).isEqualTo(new Movement.Slice(1, 3, 8, 4));
        assertThat(new Movement.Slice(1, 3, 8, 4).canonical()).isEqualTo(new Movement.Slice(1, 3, 8, 4));
        assertThat(new Movement.Slice(1, 3, 7, 4).canonical()).isEqualTo(new Movement.Slice(1, 3, 4));
        assertThat(new Movement.Slice(1, 3, 7).canonical()).isEqualTo(new Movement.Slice(1, 3, 7));
    }

    /** Of 0..19: [2:17:3] leaves 2, 5, 8, 11, 14, of which [1:5:2] takes 5, 11. */
    @Test
    void aSliceOfASliceIsASlice() {
        assertThat(new Movement.Slice(0, 1, 5, 2).of(new Movement.Slice(0, 2, 17, 3))).isEqualTo(new Movement.Slice(0, 5, 12, 6));
        assertThat(new Movement.Slice(0, 1, 2, 2).of(new Movement.Slice(0, 2, 17, 3))).isEqualTo(new Movement.Slice(0, 5, 6));
        assertThat(new Movement.Slice(0, 0, 1, 1 << 20).of(new Movement.Slice(0, 0, 1, 1 << 20))).isEqualTo(new Movement.Slice(0, 0, 1));
    }
}
