package dev.gumbel.graph;

import static dev.gumbel.Evaluate.counting;
import static dev.gumbel.Evaluate.input;
import static dev.gumbel.Evaluate.scalar;
import static dev.gumbel.Evaluate.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.Evaluate;
import dev.gumbel.backend.Feed;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf.Constant;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule: what it leaves, and that every bit of the value stays. */
class SimplifierTest {
    private static final double[] VALUES = {-0.0, Double.NaN, Double.POSITIVE_INFINITY, 0.1, -7, Double.MIN_VALUE};
    private final Input x = input("x", 2, 3);

    /** The tensor that is left, after checking that it has the same signature and the same bits. */
    private Tensor simplified(Tensor tensor) {
        Program simpler = Lowering.simplify(Evaluate.program(tensor));
        Tensor result = simpler.outputs().get("value");
        assertThat(result.signature()).isEqualTo(tensor.signature());
        HostTensor values = Evaluate.host(x.shape(), VALUES);
        boolean reads = simpler.inputs().contains(x);
        double[] actual = Evaluate.values(simpler, reads ? Feed.at(0).put(x, values) : Feed.at(0));
        assertThat(actual).containsExactly(Evaluate.opByOp(tensor, Map.of(x, values)));
        return result;
    }

    private void assertGone(Tensor tensor) {
        assertThat(simplified(tensor)).isSameAs(x);
    }

    private void assertStays(Tensor tensor) {
        assertThat(simplified(tensor)).isSameAs(tensor);
    }

    private void assertConstant(Tensor tensor, double value) {
        assertThat(simplified(tensor).op()).isEqualTo(new Constant(tensor.shape(), tensor.type(), value));
    }

    @Test
    void whatOnlySteersGradientsGoes() {
        assertGone(x.detach());
        assertGone(x.straightThrough(x.softmax()));
    }

    @Test
    void twoNegationsCancel() {
        assertGone(x.neg().neg());
        assertStays(x.neg());
        assertThat(simplified(x.neg().exp()).op().label()).isEqualTo("exp");
        assertThat(simplified(x.neg().exp()).inputs().getFirst().op().label()).isEqualTo("neg");
        assertThat(simplified(x.neg().neg().neg()).inputs()).containsExactly(x);
    }

    @Test
    void multiplyingOrDividingByOneGoes() {
        assertGone(x.mul(1));
        assertGone(scalar(1).mul(x));
        assertGone(x.div(1));
        assertGone(x.mul(x.filledLike(1)));
    }

    @Test
    void otherFactorsStay() {
        assertStays(x.mul(2));
        assertStays(scalar(1).div(x));
        assertStays(x.mul(-1));
    }

    @Test
    void addingZeroStaysForTheSakeOfMinusZero() {
        assertStays(x.add(0));
        assertStays(x.mul(0));
    }

    @Test
    void multiplyingByOnesThatBroadcastStaysAMultiplication() {
        Tensor wide = x.mul(Tensor.filled(Shape.of(4, 2, 3), DataType.FLOAT64, 1));
        assertThat(simplified(wide).op().label()).isEqualTo("mul");
    }

    @Test
    void constantsFold() {
        assertConstant(scalar(2).add(scalar(3)), 5);
        assertConstant(scalar(2).exp().neg(), -Math.exp(2));
        assertConstant(Tensor.filled(Shape.of(2, 3), DataType.FLOAT64, 2).mul(4), 8);
        assertConstant(scalar(3).greater(scalar(2)), 1);
        assertThat(Lowering.simplify(Evaluate.program(ids(3).greater(ids(2)))).outputs().get("value").op()).isEqualTo(ids(1).op());
        assertGone(ids(3).greater(ids(2)).where(x, x.neg()));
    }

    private static Tensor ids(int value) {
        return Tensor.filled(Shape.scalar(), DataType.INT32, value);
    }

    @Test
    void aFoldedFloat32IsRoundedOnce() {
        Tensor third = Tensor.scalar(1).div(Tensor.scalar(3));
        Program simpler = Lowering.simplify(Evaluate.program(third));
        assertThat(simpler.outputs().get("value").op()).isEqualTo(new Constant(Shape.scalar(), DataType.FLOAT32, 1f / 3f));
    }

    @Test
    void constantsOfManyValuesDoNotFold() {
        Tensor listed = counting(2, 3);
        assertStays(listed.neg());
        assertStays(listed.add(listed));
        assertStays(listed.permute(1, 0));
    }

    @Test
    void movingAFilledConstantFillsAnother() {
        Tensor filled = Tensor.filled(Shape.of(2, 3), DataType.FLOAT64, 7);
        assertConstant(filled.reshape(6), 7);
        assertConstant(filled.permute(1, 0), 7);
        assertConstant(filled.broadcastTo(Shape.of(5, 2, 3)), 7);
        assertConstant(filled.slice(1, 0, 2), 7);
    }

    @Test
    void movementsThatMoveNothingGo() {
        assertGone(x.reshape(2, 3));
        assertGone(x.broadcastTo(Shape.of(2, 3)));
        assertGone(x.slice(1, 0, 3));
        assertGone(x.permute(0, 1));
    }

    @Test
    void slicesOfSlicesBecomeOne() {
        Tensor line = counting(20);
        Tensor result = simplified(line.slice(0, 2, 17, 3).slice(0, 1, 5, 2).slice(0, 0, 2));
        assertThat(result.op()).isEqualTo(new Movement.Slice(0, 5, 12, 6));
        assertThat(result.inputs()).containsExactly(line);
        assertThat(simplified(x.slice(1, 1, 3).slice(0, 0, 1)).inputs().getFirst().op()).isEqualTo(new Movement.Slice(1, 1, 3));
    }

    @Test
    void slicesOfTheSameElementsAreOne() {
        Tensor line = counting(20);
        Tensor sum = simplified(line.slice(0, 0, 9, 4).add(line.slice(0, 0, 12, 4)));
        assertThat(sum.inputs().get(0)).isSameAs(sum.inputs().get(1));
        assertThat(simplified(line.slice(0, 3, 5, 7)).op()).isEqualTo(new Movement.Slice(0, 3, 4));
        assertStays(line.slice(0, 0, 9, 4));
    }

    @Test
    void aTransposeOfASquareStays() {
        Input square = input("s", 2, 2);
        Tensor transposed = square.permute(1, 0);
        assertThat(Lowering.simplify(Evaluate.program(transposed)).outputs().get("value")).isSameAs(transposed);
    }

    @Test
    void theLastOfTwoReshapesIsEnough() {
        Tensor result = simplified(x.reshape(6).reshape(3, 2));
        assertThat(result.op()).isEqualTo(new Movement.Reshape(Shape.of(3, 2)));
        assertThat(result.inputs()).containsExactly(x);
        assertGone(x.reshape(6).reshape(3, 2).reshape(2, 3));
    }

    @Test
    void twoPermutationsBecomeOne() {
        Tensor cube = x.reshape(1, 2, 3);
        Tensor result = simplified(cube.permute(1, 2, 0).permute(0, 2, 1));
        assertThat(result.op()).isEqualTo(new Movement.Permute(1, 0, 2));
        assertThat(simplified(cube.permute(2, 0, 1).permute(2, 0, 1)).op()).isEqualTo(new Movement.Permute(1, 2, 0));
        assertGone(x.permute(1, 0).permute(1, 0));
    }

    @Test
    void aTransposedOperandIsReadTransposed() {
        Tensor matrix = counting(2, 3);
        Tensor result = simplified(x.matMul(matrix.permute(1, 0)));
        assertThat(result.op()).isEqualTo(new MatMul(false, true));
        assertThat(result.inputs()).containsExactly(x, matrix);
        assertThat(simplified(x.permute(1, 0).matMul(matrix)).op()).isEqualTo(new MatMul(true, false));
        assertThat(simplified(x.permute(1, 0).matMul(counting(3, 2).permute(1, 0), true, true)).op()).isEqualTo(new MatMul(false, false));
        assertStays(x.matMul(matrix, true, false));
    }

    @Test
    void reducingNothingIsAReshapeAtMost() {
        Tensor column = x.reshape(2, 1, 3);
        assertGone(column.sum(1));
        assertGone(column.max(1));
        assertThat(simplified(column.sumKeep(1)).op()).isEqualTo(new Movement.Reshape(Shape.of(2, 1, 3)));
        assertGone(Tensor.apply(new Reduce(Reduce.Kind.SUM, false), x));
        assertStays(x.sum(1));
    }

    @Test
    void oneTensorConcatenatedIsItself() {
        assertGone(Tensor.concat(0, List.of(x)));
        assertStays(Tensor.concat(0, List.of(x, x)));
    }

    @Test
    void aKnownConditionChooses() {
        assertGone(scalar(1).where(x, x.exp()));
        assertGone(scalar(0).where(x.exp(), x));
        assertGone(scalar(Double.NaN).where(x, x.exp()));
        assertGone(scalar(-0.0).where(x.exp(), x));
    }

    @Test
    void aKnownConditionKeepsTheShape() {
        Tensor result = simplified(Tensor.filled(Shape.of(4, 2, 3), DataType.FLOAT64, 1).where(x, scalar(0)));
        assertThat(result.op()).isEqualTo(new Movement.BroadcastTo(Shape.of(4, 2, 3)));
        assertThat(result.inputs()).containsExactly(x);
        assertConstant(scalar(1).where(scalar(3), x), 3);
    }

    @Test
    void anUnknownConditionStays() {
        assertStays(x.where(x.neg(), x));
    }

    @Test
    void elementwiseOpsRepeatTheirInputsThemselves() {
        Tensor row = counting(3);
        Tensor sum = simplified(x.add(row.broadcastTo(Shape.of(2, 3))));
        assertThat(sum.inputs()).containsExactly(x, row);
        Tensor chosen = simplified(x.where(row.broadcastTo(Shape.of(2, 3)), x));
        assertThat(chosen.inputs()).containsExactly(x, row, x);
    }

    @Test
    void aFilledOperandBecomesAScalar() {
        Tensor sum = simplified(x.add(x.filledLike(2)));
        assertThat(sum.inputs().getLast().op()).isEqualTo(new Constant(Shape.scalar(), DataType.FLOAT64, 2));
        Tensor chosen = simplified(x.where(x, x.filledLike(0)));
        assertThat(chosen.inputs().getLast().shape()).isEqualTo(Shape.scalar());
    }

    @Test
    void aRepetitionThatMakesTheShapeStays() {
        Tensor row = counting(3);
        Tensor repeated = row.broadcastTo(Shape.of(2, 3));
        assertStays(repeated.add(vector(7, 8, 9)));
        assertThat(simplified(repeated.add(repeated)).inputs()).contains(repeated);
    }

    @Test
    void whatHasNoRuleStays() {
        assertStays(x.softmax());
        assertStays(x.oneHotArgmax());
        assertStays(x.exp());
        assertStays(counting(2, 3));
    }
}
