package dev.gumbel.backend.reference;

import static dev.gumbel.backend.reference.Arrays64.INFINITY;
import static dev.gumbel.backend.reference.Arrays64.NAN;
import static dev.gumbel.backend.reference.Arrays64.array;
import static dev.gumbel.backend.reference.Arrays64.assertArray;
import static dev.gumbel.backend.reference.Arrays64.counting;
import static dev.gumbel.backend.reference.Arrays64.ids;
import static dev.gumbel.backend.reference.Arrays64.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Movements, contractions and selections against values worked out by hand. */
class ReferenceMovementTest {
    private static final ReferenceArray A = array(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    private static final ReferenceArray A_TRANSPOSED = array(Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
    private static final ReferenceArray B = array(Shape.of(3, 2), 7, 8, 9, 10, 11, 12);
    private static final ReferenceArray B_TRANSPOSED = array(Shape.of(2, 3), 7, 9, 11, 8, 10, 12);
    private static final double[] PRODUCT = {58, 64, 139, 154};
    private final ReferenceKernels kernels = new ReferenceKernels();

    private ReferenceArray move(Movement op, ReferenceArray x) {
        return kernels.movement(op, x);
    }

    private ReferenceArray select(Selection op, ReferenceArray... inputs) {
        return kernels.selection(op, List.of(inputs));
    }

    private ReferenceArray reduce(Reduce.Kind kind, boolean keep, ReferenceArray x, int... axes) {
        return kernels.reduce(new Reduce(kind, keep, axes), x);
    }

    @Test
    void reshapeKeepsRowMajorOrder() {
        assertArray(move(new Movement.Reshape(Shape.of(3, 2)), A), Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    }

    @Test
    void permuteTransposes() {
        assertArray(move(new Movement.Permute(1, 0), A), Shape.of(3, 2), A_TRANSPOSED.values());
        assertArray(move(new Movement.Permute(2, 0, 1), counting(2, 3, 2)), Shape.of(2, 2, 3), 1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12);
        assertArray(move(new Movement.Permute(0, 2, 1), counting(2, 3, 2)), Shape.of(2, 2, 3), 1, 3, 5, 2, 4, 6, 7, 9, 11, 8, 10, 12);
    }

    @Test
    void broadcastToRepeats() {
        assertArray(move(new Movement.BroadcastTo(Shape.of(2, 3)), vector(1, 2, 3)), Shape.of(2, 3), 1, 2, 3, 1, 2, 3);
        assertArray(move(new Movement.BroadcastTo(Shape.of(2, 3)), array(Shape.of(2, 1), 1, 2)), Shape.of(2, 3), 1, 1, 1, 2, 2, 2);
        assertArray(move(new Movement.BroadcastTo(Shape.of(2, 2)), array(Shape.scalar(), -0.0)), Shape.of(2, 2), -0.0, -0.0, -0.0, -0.0);
    }

    @Test
    void sliceTakesPartOfAnyAxis() {
        assertArray(move(new Movement.Slice(0, 1, 2), counting(2, 3, 2)), Shape.of(1, 3, 2), 7, 8, 9, 10, 11, 12);
        assertArray(move(new Movement.Slice(1, 1, 3), counting(2, 3, 2)), Shape.of(2, 2, 2), 3, 4, 5, 6, 9, 10, 11, 12);
        assertArray(move(new Movement.Slice(2, 0, 1), counting(2, 3, 2)), Shape.of(2, 3, 1), 1, 3, 5, 7, 9, 11);
    }

    @Test
    void sliceStepsOverElements() {
        assertArray(move(new Movement.Slice(1, 0, 3, 2), counting(2, 3, 2)), Shape.of(2, 2, 2), 1, 2, 5, 6, 7, 8, 11, 12);
        assertArray(move(new Movement.Slice(0, 1, 8, 3), counting(8)), Shape.of(3), 2, 5, 8);
        assertArray(move(new Movement.Slice(0, 1, 7, 3), counting(8)), Shape.of(2), 2, 5);
        assertArray(move(new Movement.Slice(1, 1, 4, 2), counting(2, 4)), Shape.of(2, 2), 2, 4, 6, 8);
    }

    @Test
    void matMulInAllFourForms() {
        Shape square = Shape.of(2, 2);
        assertArray(kernels.matMul(new MatMul(false, false), A, B), square, PRODUCT);
        assertArray(kernels.matMul(new MatMul(true, false), A_TRANSPOSED, B), square, PRODUCT);
        assertArray(kernels.matMul(new MatMul(false, true), A, B_TRANSPOSED), square, PRODUCT);
        assertArray(kernels.matMul(new MatMul(true, true), A_TRANSPOSED, B_TRANSPOSED), square, PRODUCT);
    }

    @Test
    void matMulPassesNanAndInfinityOn() {
        ReferenceArray rows = array(Shape.of(3, 2), NAN, 0, INFINITY, 0, INFINITY, 1);
        ReferenceArray column = array(Shape.of(2, 1), 1, -INFINITY);
        assertArray(kernels.matMul(new MatMul(false, false), rows, column), Shape.of(3, 1), NAN, NAN, NAN);
        assertArray(kernels.matMul(new MatMul(false, false), rows, array(Shape.of(2, 1), 0, 1)), Shape.of(3, 1), NAN, NAN, NAN);
        assertArray(kernels.matMul(new MatMul(false, false), rows, array(Shape.of(2, 1), 1, 0)), Shape.of(3, 1), NAN, INFINITY, INFINITY);
    }

    @Test
    void sumOverEachAxis() {
        ReferenceArray cube = counting(2, 3, 2);
        assertArray(reduce(Reduce.Kind.SUM, false, cube, 0), Shape.of(3, 2), 8, 10, 12, 14, 16, 18);
        assertArray(reduce(Reduce.Kind.SUM, false, cube, 1), Shape.of(2, 2), 9, 12, 27, 30);
        assertArray(reduce(Reduce.Kind.SUM, true, cube, 2), Shape.of(2, 3, 1), 3, 7, 11, 15, 19, 23);
        assertArray(reduce(Reduce.Kind.SUM, false, cube, 0, 2), Shape.of(3), 18, 26, 34);
        assertArray(reduce(Reduce.Kind.SUM, false, cube, 0, 1, 2), Shape.scalar(), 78);
        assertArray(reduce(Reduce.Kind.SUM, false, cube), Shape.of(2, 3, 2), cube.values());
    }

    @Test
    void sumsOfInfinitiesAndNan() {
        ReferenceArray x = array(Shape.of(3, 2), INFINITY, 1, INFINITY, -INFINITY, NAN, 1);
        assertArray(reduce(Reduce.Kind.SUM, false, x, 1), Shape.of(3), INFINITY, NAN, NAN);
    }

    @Test
    void aSumOfNegativeZerosIsNegative() {
        ReferenceArray x = array(Shape.of(3, 2), -0.0, -0.0, -0.0, 0, 0, -0.0);
        assertArray(reduce(Reduce.Kind.SUM, false, x), Shape.of(3, 2), x.values());
        assertArray(reduce(Reduce.Kind.SUM, false, x, 1), Shape.of(3), -0.0, 0, 0);
    }

    @Test
    void maxPassesNanOn() {
        ReferenceArray x = array(Shape.of(4, 3), 1, NAN, 3, -INFINITY, -INFINITY, -INFINITY, -0.0, 0.0, -0.0, -5, -4, INFINITY);
        assertArray(reduce(Reduce.Kind.MAX, false, x, 1), Shape.of(4), NAN, -INFINITY, 0.0, INFINITY);
        assertArray(reduce(Reduce.Kind.MAX, true, counting(2, 3), 0), Shape.of(1, 3), 4, 5, 6);
    }

    @Test
    void whereTakesTheFirstUnlessTheConditionIsZero() {
        ReferenceArray condition = vector(1, 0, -0.0, NAN, -2, INFINITY);
        assertArray(select(new Selection.Where(), condition, vector(1, 2, 3, 4, 5, 6), array(Shape.scalar(), NAN)),
                Shape.of(6), 1, NAN, NAN, 4, 5, 6);
    }

    @Test
    void whereBroadcastsAllThree() {
        ReferenceArray result = select(new Selection.Where(), array(Shape.of(2, 1), 1, 0), vector(1, 2, 3), array(Shape.of(1, 1), 9));
        assertArray(result, Shape.of(2, 3), 1, 2, 3, 9, 9, 9);
    }

    @Test
    void concatJoinsAlongAnyAxis() {
        ReferenceArray more = array(Shape.of(2, 1), -1, -2);
        assertArray(select(new Selection.Concat(1), A, more, more), Shape.of(2, 5), 1, 2, 3, -1, -1, 4, 5, 6, -2, -2);
        assertArray(select(new Selection.Concat(0), A, A), Shape.of(4, 3), 1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
        assertArray(select(new Selection.Concat(1), counting(2, 1, 2), counting(2, 2, 2)),
                Shape.of(2, 3, 2), 1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void gatherTakesRows() {
        assertArray(select(new Selection.Gather(), B, ids(Shape.of(2, 2), 2, 0, 0, 1)), Shape.of(2, 2, 2), 11, 12, 7, 8, 7, 8, 9, 10);
        assertArray(select(new Selection.Gather(), vector(5, 6), ids(Shape.of(3), 1, 1, 0)), Shape.of(3), 6, 6, 5);
        assertArray(select(new Selection.Gather(), B, ids(Shape.scalar(), 1)), Shape.of(2), 9, 10);
    }

    @Test
    void scatterAddAddsUpWhatRepeats() {
        assertArray(select(new Selection.ScatterAdd(4), B, ids(Shape.of(3), 2, 0, 2)), Shape.of(4, 2), 9, 10, 0, 0, 18, 20, 0, 0);
        assertArray(select(new Selection.ScatterAdd(2), vector(1, 2, 4), ids(Shape.of(3), 1, 1, 0)), Shape.of(2), 4, 3);
        assertArray(select(new Selection.ScatterAdd(2), vector(1, 2), ids(Shape.scalar(), 1)), Shape.of(2, 2), 0, 0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void anIdOutsideIsRefused(int id) {
        assertThatThrownBy(() -> select(new Selection.Gather(), B, ids(Shape.of(1), id))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> select(new Selection.ScatterAdd(3), vector(1), ids(Shape.of(1), id))).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theFirstOfTheLargestIsChosen() {
        ReferenceArray x = array(Shape.of(6, 3), 1, 3, 2, 3, 3, 3, -0.0, 0.0, 0.0, -INFINITY, -5, -INFINITY, 1, INFINITY, INFINITY, -9, -8, -7);
        assertArray(select(new Selection.OneHotArgmax(), x), Shape.of(6, 3), 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1);
    }

    @Test
    void aRowThatHoldsNanHasNoLargest() {
        ReferenceArray x = array(Shape.of(3, 2), NAN, 1, 1, NAN, 1, 2);
        assertArray(select(new Selection.OneHotArgmax(), x), Shape.of(3, 2), NAN, NAN, NAN, NAN, 0, 1);
    }

    @Test
    void straightThroughIsHard() {
        ReferenceArray hard = vector(0, 1);
        assertThat(select(new Selection.StraightThrough(), hard, vector(0.3, 0.7)).values()).containsExactly(0, 1);
    }
}
