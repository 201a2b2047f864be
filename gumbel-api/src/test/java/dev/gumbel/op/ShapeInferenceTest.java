package dev.gumbel.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shape rules of leaves, elementwise ops, movements and contractions. */
class ShapeInferenceTest {
    private static final String IDS = "; INT32 holds ids, not numbers to compute with";

    static Signature floats(int... dims) {
        return new Signature(Shape.of(dims), DataType.FLOAT32);
    }

    static Signature doubles(int... dims) {
        return new Signature(Shape.of(dims), DataType.FLOAT64);
    }

    static Signature ids(int... dims) {
        return new Signature(Shape.of(dims), DataType.INT32);
    }

    static void assertResult(Signature expected, Op op, Signature... inputs) {
        assertThat(ShapeInference.infer(op, List.of(inputs))).isEqualTo(expected);
    }

    static void assertRefused(String message, Op op, Signature... inputs) {
        assertThatThrownBy(() -> ShapeInference.infer(op, List.of(inputs))).isInstanceOf(ShapeException.class).hasMessage(message);
    }

    static Stream<Unary> unaries() {
        return Stream.of(new Unary.Neg(), new Unary.Exp(), new Unary.Log(), new Unary.Sqrt(), new Unary.Sigmoid(), new Unary.Tanh(),
                new Unary.Relu(), new Unary.Softplus(), new Unary.Detach());
    }

    static Stream<Binary> binaries() {
        return Stream.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Div(), new Binary.Maximum(), new Binary.Minimum(),
                new Binary.Greater(), new Binary.GreaterOrEqual(), new Binary.Equal());
    }

    @Test
    void aLeafSaysItself() {
        Shape shape = Shape.of(2, 3);
        assertResult(floats(2, 3), new Leaf.Input("x", shape, DataType.FLOAT32));
        assertResult(doubles(2, 3), new Leaf.Variable("x", shape, DataType.FLOAT64));
        assertResult(floats(2, 3), new Leaf.Random("x", NoiseKind.NORMAL, shape, true));
        assertResult(ids(2, 3), new Leaf.Constant(shape, DataType.INT32, 1));
    }

    @Test
    void aLeafTakesNoInputs() {
        assertRefused("input: [2]: takes 0 inputs", new Leaf.Input("x", Shape.of(2), DataType.FLOAT32), floats(2));
    }

    @ParameterizedTest
    @MethodSource("unaries")
    void unaryOpsKeepShapeAndType(Unary op) {
        assertResult(floats(2, 3), op, floats(2, 3));
        assertResult(doubles(), op, doubles());
        assertRefused(op.label() + ": [2] x [2]: takes 1 inputs", op, floats(2), floats(2));
        assertRefused(op.label() + ": INT32[2]: needs inputs of one floating type" + IDS, op, ids(2));
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void binaryOpsBroadcast(Binary op) {
        assertResult(floats(2, 3), op, floats(2, 3), floats(3));
        assertResult(doubles(5, 3, 4), op, doubles(5, 1, 4), doubles(3, 1));
        assertResult(floats(2), op, floats(), floats(2));
    }

    @ParameterizedTest
    @MethodSource("binaries")
    void binaryOpsRefuseWhatDoesNotFit(Binary op) {
        assertRefused(op.label() + ": [2]: takes 2 inputs", op, floats(2));
        assertRefused(op.label() + ": [2, 3] and [2, 4] do not broadcast: axis -1 has extents 3 and 4", op, floats(2, 3), floats(2, 4));
    }

    static Stream<Binary> arithmetic() {
        return binaries().filter(op -> comparisons().noneMatch(op::equals));
    }

    static Stream<Binary> comparisons() {
        return Stream.of(new Binary.Greater(), new Binary.GreaterOrEqual(), new Binary.Equal());
    }

    @ParameterizedTest
    @MethodSource("arithmetic")
    void arithmeticTakesOneFloatingType(Binary op) {
        assertRefused(op.label() + ": FLOAT32[2] x FLOAT64[3]: needs inputs of one floating type", op, floats(2), doubles(3));
        assertRefused(op.label() + ": FLOAT32[2] x INT32[2]: needs inputs of one floating type" + IDS, op, floats(2), ids(2));
        assertRefused(op.label() + ": INT32[2] x INT32[2]: needs inputs of one floating type" + IDS, op, ids(2), ids(2));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void comparisonsTakeIdsToo(Binary op) {
        assertResult(ids(2, 3), op, ids(2, 1), ids(3));
        assertResult(ids(), op, ids(), ids());
        assertRefused(op.label() + ": [2] and [3] do not broadcast: axis -1 has extents 2 and 3", op, ids(2), ids(3));
        assertRefused(op.label() + ": FLOAT32[2] x FLOAT64[2]: needs inputs of one type", op, floats(2), doubles(2));
        assertRefused(op.label() + ": FLOAT32[2] x INT32[2]: needs inputs of one type", op, floats(2), ids(2));
        assertRefused(op.label() + ": INT32[2] x FLOAT32[2]: needs inputs of one type", op, ids(2), floats(2));
    }

    @Test
    void reshapeKeepsTheSize() {
        assertResult(floats(3, 4), new Movement.Reshape(Shape.of(3, 4)), floats(2, 6));
        assertResult(ids(), new Movement.Reshape(Shape.scalar()), ids(1, 1));
        assertRefused("reshape: [2, 6] holds 12 elements, [5] holds 5", new Movement.Reshape(Shape.of(5)), floats(2, 6));
    }

    @Test
    void permuteReordersTheAxes() {
        assertResult(floats(4, 2, 3), new Movement.Permute(2, 0, 1), floats(2, 3, 4));
        assertResult(ids(3, 2), new Movement.Permute(1, 0), ids(2, 3));
        assertResult(floats(), new Movement.Permute(), floats());
    }

    @Test
    void permuteNeedsEachAxisOnce() {
        assertRefused("permute: [0, 0] is not an order of the 2 axes of [2, 3]", new Movement.Permute(0, 0), floats(2, 3));
        assertRefused("permute: [1, 2] is not an order of the 2 axes of [2, 3]", new Movement.Permute(1, 2), floats(2, 3));
        assertRefused("permute: [-1, 0] is not an order of the 2 axes of [2, 3]", new Movement.Permute(-1, 0), floats(2, 3));
        assertRefused("permute: [0] is not an order of the 2 axes of [2, 3]", new Movement.Permute(0), floats(2, 3));
        assertRefused("permute: [0, 1, 2] is not an order of the 2 axes of [2, 3]", new Movement.Permute(0, 1, 2), floats(2, 3));
    }

    @Test
    void broadcastToRepeats() {
        assertResult(floats(5, 2, 3), new Movement.BroadcastTo(Shape.of(5, 2, 3)), floats(2, 1));
        assertRefused("broadcastTo: [2] does not broadcast to [2, 3]", new Movement.BroadcastTo(Shape.of(2, 3)), floats(2));
    }

    @Test
    void sliceTakesPartOfAnAxis() {
        assertResult(floats(2, 1), new Movement.Slice(1, 2, 3), floats(2, 3));
        assertResult(ids(3), new Movement.Slice(0, 0, 3), ids(3));
        assertResult(floats(2, 2), new Movement.Slice(1, 0, 3, 2), floats(2, 3));
        assertResult(floats(2, 1), new Movement.Slice(1, 0, 2, 2), floats(2, 3));
        assertResult(floats(1, 3), new Movement.Slice(0, 1, 2, Integer.MAX_VALUE), floats(2, 3));
        assertResult(ids(4), new Movement.Slice(0, 1, 8, 2), ids(8));
    }

    @Test
    void sliceStaysInside() {
        assertRefused("slice: [0, 4) of axis 1 is empty or outside [2, 3]", new Movement.Slice(1, 0, 4), floats(2, 3));
        assertRefused("slice: [1, 1) of axis 1 is empty or outside [2, 3]", new Movement.Slice(1, 1, 1), floats(2, 3));
        assertRefused("slice: [-1, 2) of axis 0 is empty or outside [2, 3]", new Movement.Slice(0, -1, 2), floats(2, 3));
        assertRefused("slice: [0, 1) of axis 2 is empty or outside [2, 3]", new Movement.Slice(2, 0, 1), floats(2, 3));
        assertRefused("slice: [0, 1) of axis -1 is empty or outside [2, 3]", new Movement.Slice(-1, 0, 1), floats(2, 3));
        assertRefused("slice: step 0 of axis 1 of [2, 3], expected at least 1", new Movement.Slice(1, 0, 3, 0), floats(2, 3));
        assertRefused("slice: step -1 of axis 1 of [2, 3], expected at least 1", new Movement.Slice(1, 2, 0, -1), floats(2, 3));
        assertRefused("slice: [0, 4) of axis 1 is empty or outside [2, 3]", new Movement.Slice(1, 0, 4, 2), floats(2, 3));
        assertRefused("slice: [2] x [2]: takes 1 inputs", new Movement.Slice(0, 0, 1), floats(2), floats(2));
    }

    @Test
    void matMulMultipliesMatrices() {
        assertResult(floats(100, 512), new MatMul(false, false), floats(100, 784), floats(784, 512));
        assertResult(floats(100, 512), new MatMul(false, true), floats(100, 784), floats(512, 784));
        assertResult(doubles(100, 512), new MatMul(true, false), doubles(784, 100), doubles(784, 512));
        assertResult(floats(100, 512), new MatMul(true, true), floats(784, 100), floats(512, 784));
    }

    @Test
    void matMulAsksWhetherTheTransposedOperandWasMeant() {
        assertRefused("matMul: [100, 784] x [512, 784]: inner dimensions 784 and 512 differ (did you mean transposeB?)",
                new MatMul(false, false), floats(100, 784), floats(512, 784));
        assertRefused("matMul: [100, 784] x [784, 512]: inner dimensions 784 and 512 differ (did you mean transposeB = false?)",
                new MatMul(false, true), floats(100, 784), floats(784, 512));
    }

    @Test
    void matMulRefusesWhatDoesNotFit() {
        assertRefused("matMul: [2, 3] x [4, 5]: inner dimensions 3 and 4 differ", new MatMul(false, false), floats(2, 3), floats(4, 5));
        assertRefused("matMul: [3, 2] x [4, 5]: inner dimensions 3 and 5 differ", new MatMul(true, true), floats(3, 2), floats(4, 5));
        assertRefused("matMul: [2, 3] x [3]: both operands must be matrices", new MatMul(false, false), floats(2, 3), floats(3));
        assertRefused("matMul: [1, 2, 3] x [3, 4]: both operands must be matrices; join the leading axes of the first: reshape(-1, 3)",
                new MatMul(false, false), floats(1, 2, 3), floats(3, 4));
        assertRefused("matMul: [5, 2, 3] x [5, 3, 4]: both operands must be matrices; for products of several matrices, slice out each pair",
                new MatMul(false, false), floats(5, 2, 3), floats(5, 3, 4));
        assertRefused("matMul: FLOAT32[2, 3] x FLOAT64[3, 4]: needs inputs of one floating type",
                new MatMul(false, false), floats(2, 3), doubles(3, 4));
        assertRefused("matMul: [2, 3]: takes 2 inputs", new MatMul(false, false), floats(2, 3));
    }

    @Test
    void reduceRemovesOrKeepsItsAxes() {
        assertResult(floats(2, 4), new Reduce(Reduce.Kind.SUM, false, 1), floats(2, 3, 4));
        assertResult(doubles(1, 3, 1), new Reduce(Reduce.Kind.MAX, true, 0, 2), doubles(2, 3, 4));
        assertResult(floats(), new Reduce(Reduce.Kind.MAX, false, 0), floats(2));
        assertResult(floats(), new Reduce(Reduce.Kind.SUM, false), floats());
    }

    @Test
    void reduceRefusesWhatIsNoAxis() {
        assertRefused("sum: [2, 3]: axes [2] must be ascending axes of the input", new Reduce(Reduce.Kind.SUM, false, 2), floats(2, 3));
        assertRefused("max: [2, 3]: axes [-1] must be ascending axes of the input", new Reduce(Reduce.Kind.MAX, false, -1), floats(2, 3));
        assertRefused("sum: [2, 3]: axes [1, 0] must be ascending axes of the input", new Reduce(Reduce.Kind.SUM, true, 1, 0), floats(2, 3));
        assertRefused("sum: [2, 3]: axes [1, 1] must be ascending axes of the input", new Reduce(Reduce.Kind.SUM, true, 1, 1), floats(2, 3));
        assertRefused("max: INT32[2]: needs inputs of one floating type" + IDS, new Reduce(Reduce.Kind.MAX, false, 0), ids(2));
        assertRefused("sum: : takes 1 inputs", new Reduce(Reduce.Kind.SUM, false, 0));
    }

    @Test
    void aSignatureSaysTypeAndShape() {
        assertThat(floats(2, 3)).hasToString("FLOAT32[2, 3]");
        assertThat(ids()).hasToString("INT32[]");
    }
}
