package dev.gumbel.op;

import static dev.gumbel.op.ShapeInferenceTest.assertRefused;
import static dev.gumbel.op.ShapeInferenceTest.assertResult;
import static dev.gumbel.op.ShapeInferenceTest.doubles;
import static dev.gumbel.op.ShapeInferenceTest.floats;
import static dev.gumbel.op.ShapeInferenceTest.ids;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shape rules of selections and of fused ops. */
class RowShapeInferenceTest {
    private static final String IDS = "; INT32 holds ids, not numbers to compute with";


    @Test
    void whereBroadcastsAllThree() {
        assertResult(floats(2, 3), new Selection.Where(), floats(2, 1), floats(3), floats());
        assertResult(doubles(4), new Selection.Where(), doubles(), doubles(4), doubles(1));
    }

    @Test
    void whereRefusesWhatDoesNotFit() {
        assertRefused("where: [2, 3] and [4] do not broadcast: axis -1 has extents 3 and 4",
                new Selection.Where(), floats(2, 1), floats(3), floats(4));
        assertRefused("where: [2] x [2]: takes 3 inputs", new Selection.Where(), floats(2), floats(2));
    }

    @Test
    void whereChoosesByIdsToo() {
        assertResult(floats(2, 3), new Selection.Where(), ids(2, 1), floats(3), floats());
        assertResult(doubles(2), new Selection.Where(), ids(2), doubles(2), doubles());
        assertRefused("where: INT32[2] x FLOAT32[2] x FLOAT64[2]: needs inputs of one floating type",
                new Selection.Where(), ids(2), floats(2), doubles(2));
        assertRefused("where: INT32[2] x INT32[2] x INT32[2]: needs inputs of one floating type" + IDS,
                new Selection.Where(), ids(2), ids(2), ids(2));
        assertRefused("where: FLOAT32[2] x INT32[2] x INT32[2]: needs inputs of one floating type" + IDS,
                new Selection.Where(), floats(2), ids(2), ids(2));
        assertRefused("where: INT32[2] x INT32[2] x FLOAT32[2]: needs inputs of one floating type" + IDS,
                new Selection.Where(), ids(2), ids(2), floats(2));
        assertRefused("where: FLOAT64[2] x FLOAT32[2] x FLOAT32[2]: needs inputs of one floating type",
                new Selection.Where(), doubles(2), floats(2), floats(2));
    }

    @Test
    void concatAddsTheExtents() {
        assertResult(floats(2, 8), new Selection.Concat(1), floats(2, 3), floats(2, 4), floats(2, 1));
        assertResult(ids(5), new Selection.Concat(0), ids(2), ids(3));
        assertResult(floats(2, 3), new Selection.Concat(0), floats(2, 3));
    }

    @Test
    void concatRefusesWhatDoesNotFit() {
        assertRefused("concat: [2, 3] x [3, 4]: the inputs may differ along axis 1 only", new Selection.Concat(1), floats(2, 3), floats(3, 4));
        assertRefused("concat: [2, 3] x [2]: the inputs may differ along axis 0 only", new Selection.Concat(0), floats(2, 3), floats(2));
        assertRefused("concat: FLOAT32[2] x FLOAT64[2]: the inputs may differ along axis 0 only", new Selection.Concat(0), floats(2), doubles(2));
        assertRefused("concat: [2] x [2]: there is no axis 1", new Selection.Concat(1), floats(2), floats(2));
        assertRefused("concat: [] x []: there is no axis 0", new Selection.Concat(0), floats(), floats());
        assertRefused("concat: [2]: there is no axis -1", new Selection.Concat(-1), floats(2));
        assertRefused("concat: : takes 1 inputs", new Selection.Concat(0));
    }

    @Test
    void gatherPutsRowsWhereTheIdsAre() {
        assertResult(floats(2, 3, 8), new Selection.Gather(), floats(5, 8), ids(2, 3));
        assertResult(doubles(4), new Selection.Gather(), doubles(5), ids(4));
        assertResult(floats(8, 9), new Selection.Gather(), floats(5, 8, 9), ids());
    }

    @Test
    void gatherRefusesWhatDoesNotFit() {
        assertRefused("gather: [5, 8] x [2]: the ids must be INT32", new Selection.Gather(), floats(5, 8), floats(2));
        assertRefused("gather: INT32[5, 8] x INT32[2]: the first input must be of a floating type", new Selection.Gather(), ids(5, 8), ids(2));
        assertRefused("gather: FLOAT32[] x INT32[2]: the table needs at least one axis", new Selection.Gather(), floats(), ids(2));
        assertRefused("gather: [5]: takes 2 inputs", new Selection.Gather(), floats(5));
    }

    @Test
    void scatterAddBringsRowsBack() {
        assertResult(floats(5, 8), new Selection.ScatterAdd(5), floats(2, 3, 8), ids(2, 3));
        assertResult(doubles(5), new Selection.ScatterAdd(5), doubles(4), ids(4));
        assertResult(floats(5, 8), new Selection.ScatterAdd(5), floats(8), ids());
    }

    @Test
    void scatterAddRefusesWhatDoesNotFit() {
        String rule = "the updates' leading axes must be those of the ids";
        assertRefused("scatterAdd: FLOAT32[2, 8] x INT32[3]: " + rule, new Selection.ScatterAdd(5), floats(2, 8), ids(3));
        assertRefused("scatterAdd: FLOAT32[2] x INT32[2, 3]: " + rule, new Selection.ScatterAdd(5), floats(2), ids(2, 3));
        assertRefused("scatterAdd: FLOAT32[2] x FLOAT64[2]: the ids must be INT32", new Selection.ScatterAdd(5), floats(2), doubles(2));
        assertRefused("scatterAdd: INT32[2] x INT32[2]: the first input must be of a floating type", new Selection.ScatterAdd(5), ids(2), ids(2));
    }

    @Test
    void scatterAddNeedsRows() {
        assertThatThrownBy(() -> ShapeInference.infer(new Selection.ScatterAdd(0), List.of(floats(2), ids(2)))).isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("scatterAdd: FLOAT32[2] x INT32[2]: ").hasMessageContaining("rows");
    }

    @Test
    void oneHotArgmaxKeepsTheShape() {
        assertResult(floats(2, 3), new Selection.OneHotArgmax(), floats(2, 3));
        assertRefused("oneHotArgmax: []: a scalar has no last axis", new Selection.OneHotArgmax(), floats());
        assertRefused("oneHotArgmax: INT32[2]: needs inputs of one floating type" + IDS, new Selection.OneHotArgmax(), ids(2));
    }

    @Test
    void straightThroughNeedsOneShape() {
        assertResult(floats(2, 3), new Selection.StraightThrough(), floats(2, 3), floats(2, 3));
        assertRefused("straightThrough: [2, 3] x [3]: hard and soft must have one shape", new Selection.StraightThrough(), floats(2, 3), floats(3));
        assertRefused("straightThrough: FLOAT32[2] x FLOAT64[2]: needs inputs of one floating type",
                new Selection.StraightThrough(), floats(2), doubles(2));
    }

    @ParameterizedTest
    @EnumSource
    void linearMapsRows(Activation activation) {
        assertResult(floats(100, 512), new Fused.Linear(activation), floats(100, 784), floats(512, 784), floats(512));
    }

    @Test
    void linearRefusesWhatDoesNotFit() {
        Op linear = new Fused.Linear(Activation.RELU);
        assertRefused("linear: [9, 4] x [5, 3] x [5]: x has 4 features, the weight [out, in] takes 3", linear, floats(9, 4), floats(5, 3), floats(5));
        assertRefused("linear: [9, 4] x [5, 4] x [4]: the bias must be [5]", linear, floats(9, 4), floats(5, 4), floats(4));
        assertRefused("linear: [9, 4] x [5, 4] x [1, 5]: the bias must be [5]", linear, floats(9, 4), floats(5, 4), floats(1, 5));
        assertRefused("linear: [4] x [5, 4] x [5]: x and weight must be matrices", linear, floats(4), floats(5, 4), floats(5));
        assertRefused("linear: [9, 4] x [4] x [5]: x and weight must be matrices", linear, floats(9, 4), floats(4), floats(5));
        assertRefused("linear: [] x [5, 4] x [5]: a scalar has no rows", linear, floats(), floats(5, 4), floats(5));
        assertRefused("linear: [9, 4] x [5, 4]: takes 3 inputs", linear, floats(9, 4), floats(5, 4));
    }

    @Test
    void softmaxKeepsTheShape() {
        assertResult(floats(2, 3), new Fused.Softmax(), floats(2, 3));
        assertRefused("softmax: []: a scalar has no rows", new Fused.Softmax(), floats());
        assertRefused("softmax: [2] x [2]: takes 1 inputs", new Fused.Softmax(), floats(2), floats(2));
    }

    @Test
    void sumsOfRowsLoseTheLastAxis() {
        assertResult(floats(2, 3), new Fused.LogSumExp(), floats(2, 3, 4));
        assertResult(doubles(), new Fused.CategoricalKl(), doubles(4));
        assertResult(floats(2), new Fused.BernoulliNll(), floats(2, 3), floats(2, 3));
        assertRefused("logSumExp: []: a scalar has no rows", new Fused.LogSumExp(), floats());
        assertRefused("categoricalKl: INT32[2]: needs inputs of one floating type" + IDS, new Fused.CategoricalKl(), ids(2));
        assertRefused("bernoulliNll: [2, 3] x [3]: logits and targets must have one shape", new Fused.BernoulliNll(), floats(2, 3), floats(3));
    }

    @Test
    void gumbelSoftmaxNeedsNoiseOfTheLogitsShapeAndAScalar() {
        Op op = new Fused.GumbelSoftmax();
        assertResult(floats(2, 3), op, floats(2, 3), floats(2, 3), floats());
        assertRefused("gumbelSoftmax: [2, 3] x [3] x []: logits and noise must have one shape", op, floats(2, 3), floats(3), floats());
        assertRefused("gumbelSoftmax: [2, 3] x [2, 3] x [1]: the temperature must be a scalar", op, floats(2, 3), floats(2, 3), floats(1));
        assertRefused("gumbelSoftmax: FLOAT32[2] x FLOAT32[2] x FLOAT64[]: needs inputs of one floating type", op, floats(2), floats(2), doubles());
        assertRefused("gumbelSoftmax: [] x [] x []: a scalar has no rows", op, floats(), floats(), floats());
    }
}
