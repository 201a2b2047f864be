package dev.gumbel.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Shape;
import dev.gumbel.op.ShapeException;
import dev.gumbel.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorTest {
    private static final Shape CUBE = Shape.of(2, 3, 4);
    private final Input x = Tensor.input("x", CUBE);
    private final Input y = Tensor.input("y", CUBE);

    @Test
    void tensorsAreComparedByIdentity() {
        Tensor a = x.exp();
        Tensor b = x.exp();
        assertThat(a).isNotEqualTo(b).isEqualTo(a);
        assertThat(a.hashCode()).isEqualTo(System.identityHashCode(a));
    }

    @Test
    void shapesThatDoNotFitAreRefusedAtOnce() {
        assertThatThrownBy(() -> x.add(Tensor.input("z", Shape.of(5)))).isInstanceOf(ShapeException.class)
                .hasMessage("add: [2, 3, 4] and [5] do not broadcast: axis -1 has extents 4 and 5");
    }

    @Test
    void inputsAreFloatsAndIdsAreIntegers() {
        assertThat(x.op()).isEqualTo(new Leaf.Input("x", CUBE, DataType.FLOAT32));
        assertThat(x.name()).isEqualTo("x");
        assertThat(x.inputs()).isEmpty();
        assertThat(Tensor.ids("i", CUBE).op()).isEqualTo(new Leaf.Input("i", CUBE, DataType.INT32));
    }

    @Test
    void variablesKnowNameAndInitializer() {
        Variable variable = Variable.of("w", CUBE, Initializer.zeros());
        assertThat(variable.op()).isEqualTo(new Leaf.Variable("w", CUBE, DataType.FLOAT32));
        assertThat(variable.name()).isEqualTo("w");
        assertThat(variable.initializer()).isEqualTo(new Initializer.Filled(0));
        assertThat(new Variable("w", CUBE, DataType.FLOAT64, Initializer.zeros()).type()).isEqualTo(DataType.FLOAT64);
    }

    @Test
    void constantsHoldTheirValues() {
        assertThat(Tensor.scalar(0.5f).op()).isEqualTo(new Leaf.Constant(Shape.scalar(), DataType.FLOAT32, 0.5));
        assertThat(Tensor.constant(Shape.of(2), 1, 2).op()).isEqualTo(new Leaf.Constant(Shape.of(2), DataType.FLOAT32, 1, 2));
        assertThat(Tensor.filled(CUBE, DataType.FLOAT64, 7).op()).isEqualTo(new Leaf.Constant(CUBE, DataType.FLOAT64, 7));
    }

    @Test
    void constantsLikeATensorHaveItsType() {
        Tensor wide = new Input("w", CUBE, DataType.FLOAT64);
        assertThat(wide.filledLike(2).op()).isEqualTo(new Leaf.Constant(CUBE, DataType.FLOAT64, 2));
        assertThat(wide.scalarLike(2).op()).isEqualTo(new Leaf.Constant(Shape.scalar(), DataType.FLOAT64, 2));
        assertThat(wide.mul(2).type()).isEqualTo(DataType.FLOAT64);
    }

    @Test
    void aNumberBecomesAScalarOperand() {
        for (Tensor result : List.of(x.add(3), x.sub(3), x.mul(3), x.div(3))) {
            assertThat(result.inputs().getFirst()).isSameAs(x);
            assertThat(result.inputs().getLast().op()).isEqualTo(new Leaf.Constant(Shape.scalar(), DataType.FLOAT32, 3));
        }
    }

    @Test
    void elementwiseMethodsApplyTheirOp() {
        List<UnaryOperator<Tensor>> unary = List.of(
                Tensor::neg, Tensor::exp, Tensor::log, Tensor::sqrt, Tensor::sigmoid, Tensor::tanh, Tensor::relu, Tensor::softplus, Tensor::detach);
        assertThat(unary.stream().map(method -> method.apply(x).op().label()))
                .containsExactly("neg", "exp", "log", "sqrt", "sigmoid", "tanh", "relu", "softplus", "detach");
        List<BinaryOperator<Tensor>> binary = List.of(
                Tensor::add, Tensor::sub, Tensor::mul, Tensor::div, Tensor::maximum, Tensor::minimum, Tensor::greater, Tensor::greaterOrEqual,
                Tensor::equalTo, Tensor::straightThrough);
        assertThat(binary.stream().map(method -> method.apply(x, y).op().label())).containsExactly(
                "add", "sub", "mul", "div", "maximum", "minimum", "greater", "greaterOrEqual", "equal", "straightThrough");
        assertThat(binary.stream().map(method -> method.apply(x, y).inputs())).allMatch(List.of(x, y)::equals);
    }

    @Test
    void reductionsCountAxesFromTheFirst() {
        assertThat(x.sum(-1).op()).isEqualTo(new Reduce(Reduce.Kind.SUM, false, 2));
        assertThat(x.sumKeep(-1, 0).op()).isEqualTo(new Reduce(Reduce.Kind.SUM, true, 0, 2));
        assertThat(x.max(1).op()).isEqualTo(new Reduce(Reduce.Kind.MAX, false, 1));
        assertThat(x.maxKeep(-2).op()).isEqualTo(new Reduce(Reduce.Kind.MAX, true, 1));
    }

    @Test
    void withoutAxesReductionsTakeAll() {
        assertThat(x.sum().shape()).isEqualTo(Shape.scalar());
        assertThat(x.max().op()).isEqualTo(new Reduce(Reduce.Kind.MAX, false, 0, 1, 2));
        assertThat(x.sumKeep().shape()).isEqualTo(Shape.of(1, 1, 1));
    }

    @Test
    void oneAxisCannotBeReducedTwice() {
        assertThatThrownBy(() -> x.sum(2, -1)).isInstanceOf(ShapeException.class)
                .hasMessage("sum: [2, 3, 4]: axes [2, 2] must be ascending axes of the input");
    }

    @Test
    void theMeanDividesByTheSize() {
        Tensor mean = x.mean();
        assertThat(mean.shape()).isEqualTo(Shape.scalar());
        assertThat(mean.inputs().getLast().op()).isEqualTo(new Leaf.Constant(Shape.scalar(), DataType.FLOAT32, 1.0 / 24));
    }

    @Test
    void movementsCountAxesFromTheFirst() {
        assertThat(x.permute(-1, 0, 1).op()).isEqualTo(new Movement.Permute(2, 0, 1));
        assertThat(x.slice(-1, 1, 3).op()).isEqualTo(new Movement.Slice(2, 1, 3));
        assertThat(x.slice(-1, 0, 4, 3).op()).isEqualTo(new Movement.Slice(2, 0, 4, 3));
        assertThat(x.slice(-1, 0, 4, 3).shape()).isEqualTo(Shape.of(2, 3, 2));
        assertThat(x.reshape(4, 6).op()).isEqualTo(new Movement.Reshape(Shape.of(4, 6)));
        assertThat(x.broadcastTo(Shape.of(5, 2, 3, 4)).shape()).isEqualTo(Shape.of(5, 2, 3, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -1})
    void concatCountsTheAxisFromTheFirst(int axis) {
        Tensor joined = Tensor.concat(axis, List.of(x, y, x));
        assertThat(joined.shape()).isEqualTo(Shape.of(2, 3, 12));
        assertThat(joined.inputs()).containsExactly(x, y, x);
    }

    @Test
    void concatNeedsATensor() {
        assertThatThrownBy(() -> Tensor.concat(0, List.of())).isInstanceOf(ShapeException.class).hasMessageStartingWith("concat: ");
    }

    @Test
    void selectionsApplyTheirOp() {
        Tensor ids = Tensor.ids("ids", Shape.of(5));
        assertThat(x.gather(ids).shape()).isEqualTo(Shape.of(5, 3, 4));
        assertThat(x.gather(ids).scatterAdd(ids, 9).shape()).isEqualTo(Shape.of(9, 3, 4));
        assertThat(x.oneHotArgmax().shape()).isEqualTo(CUBE);
        assertThat(x.where(y, x).inputs()).containsExactly(x, y, x);
        assertThat(x.softmax().op().label()).isEqualTo("softmax");
        assertThat(x.logSumExp().shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void matMulIsNotTransposedUnlessSaid() {
        Tensor a = Tensor.input("a", Shape.of(2, 3));
        assertThat(a.matMul(Tensor.input("b", Shape.of(3, 4))).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(a.matMul(Tensor.input("b", Shape.of(4, 2)), true, true).shape()).isEqualTo(Shape.of(3, 4));
    }

    @Test
    void inputsOfATensorCannotBeChanged() {
        Op op = new Unary.Exp();
        List<Tensor> inputs = new ArrayList<>(List.of(x));
        Tensor tensor = Tensor.apply(op, inputs);
        inputs.set(0, y);
        assertThat(tensor.inputs()).containsExactly(x);
        assertThatThrownBy(() -> tensor.inputs().add(y)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void saysItsOpAndSignature() {
        assertThat(x.sum(0)).hasToString("sum FLOAT32[3, 4]");
    }

    @Test
    void fanInIsPytorchsBound() {
        assertThat(Initializer.fanIn(16)).isEqualTo(new Initializer.Uniform(0.25));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAnEmptyInterval(double bound) {
        assertThatThrownBy(() -> new Initializer.Uniform(bound)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uniform initializer: bound " + bound + " must be finite and above 0");
    }
}
