package dev.gumbel.tensor;

import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Op;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.ShapeException;
import dev.gumbel.op.Signature;
import dev.gumbel.op.StepFunction;
import dev.gumbel.op.ShapeInference;
import dev.gumbel.op.Unary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A symbolic node of the graph: an op applied to inputs. Nothing is computed when one is made; a {@link dev.gumbel.op.ShapeException} tells
 * at once where shapes do not fit. Compared by identity.
 */
public sealed class Tensor permits Input, Variable {
    private final Op op;
    private final List<Tensor> inputs;
    private final Signature signature;

    Tensor(Op op, List<Tensor> inputs) {
        this.op = op;
        this.inputs = List.copyOf(inputs);
        this.signature = ShapeInference.infer(op, this.inputs.stream().map(Tensor::signature).toList());
    }

    /** The op applied to the inputs: what all other factories come down to. */
    public static Tensor apply(Op op, List<? extends Tensor> inputs) {
        return new Tensor(op, List.copyOf(inputs));
    }

    /** The op applied to the inputs. */
    public static Tensor apply(Op op, Tensor... inputs) {
        return apply(op, List.of(inputs));
    }

    /** A FLOAT32 value fed at each run. */
    public static Input input(String name, Shape shape) {
        return new Input(name, shape, DataType.FLOAT32);
    }

    /** INT32 ids fed at each run. */
    public static Input ids(String name, Shape shape) {
        return new Input(name, shape, DataType.INT32);
    }

    /** A FLOAT32 scalar constant. */
    public static Tensor scalar(float value) {
        return filled(Shape.scalar(), DataType.FLOAT32, value);
    }

    /** A constant of one value throughout. */
    public static Tensor filled(Shape shape, DataType type, double value) {
        return apply(new Leaf.Constant(shape, type, value));
    }

    /** A FLOAT32 constant with the given elements in row-major order. */
    public static Tensor constant(Shape shape, float... values) {
        double[] wide = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
        return apply(new Leaf.Constant(shape, DataType.FLOAT32, wide));
    }

    /**
     * A scalar that changes from step to step: the function of the number of the step that a run takes, counted from 1.
     *
     * @param counter the {@link Variable#counter} of what takes the steps
     */
    public static Tensor stepScalar(Variable counter, StepFunction function, DataType type) {
        if (!(counter.op() instanceof Leaf.Counter leaf)) {
            throw new IllegalArgumentException("step scalar: variable '%s' is not a counter; make one with Variable.counter".formatted(
                    counter.name()));
        }
        return apply(new Leaf.StepScalar(leaf, function, type));
    }

    public Op op() {
        return op;
    }

    public List<Tensor> inputs() {
        return inputs;
    }

    public Signature signature() {
        return signature;
    }

    public Shape shape() {
        return signature.shape();
    }

    public DataType type() {
        return signature.type();
    }

    /** A constant of this tensor's type and shape. */
    public Tensor filledLike(double value) {
        return filled(shape(), type(), value);
    }

    /** A scalar constant of this tensor's type. */
    public Tensor scalarLike(double value) {
        return filled(Shape.scalar(), type(), value);
    }

    public Tensor neg() {
        return apply(new Unary.Neg(), this);
    }

    public Tensor exp() {
        return apply(new Unary.Exp(), this);
    }

    public Tensor log() {
        return apply(new Unary.Log(), this);
    }

    public Tensor sqrt() {
        return apply(new Unary.Sqrt(), this);
    }

    public Tensor sigmoid() {
        return apply(new Unary.Sigmoid(), this);
    }

    public Tensor tanh() {
        return apply(new Unary.Tanh(), this);
    }

    public Tensor relu() {
        return apply(new Unary.Relu(), this);
    }

    public Tensor softplus() {
        return apply(new Unary.Softplus(), this);
    }

    /** This value, through which no gradient passes. */
    public Tensor detach() {
        return apply(new Unary.Detach(), this);
    }

    public Tensor add(Tensor other) {
        return apply(new Binary.Add(), this, other);
    }

    public Tensor add(double other) {
        return add(scalarLike(other));
    }

    public Tensor sub(Tensor other) {
        return apply(new Binary.Sub(), this, other);
    }

    public Tensor sub(double other) {
        return sub(scalarLike(other));
    }

    public Tensor mul(Tensor other) {
        return apply(new Binary.Mul(), this, other);
    }

    public Tensor mul(double other) {
        return mul(scalarLike(other));
    }

    public Tensor div(Tensor other) {
        return apply(new Binary.Div(), this, other);
    }

    public Tensor div(double other) {
        return div(scalarLike(other));
    }

    /** The larger of both, elementwise. */
    public Tensor maximum(Tensor other) {
        return apply(new Binary.Maximum(), this, other);
    }

    /** The smaller of both, elementwise. */
    public Tensor minimum(Tensor other) {
        return apply(new Binary.Minimum(), this, other);
    }

    /** 1 where this is greater, else 0, in the type of both: floating or INT32. */
    public Tensor greater(Tensor other) {
        return apply(new Binary.Greater(), this, other);
    }

    /** 1 where this is greater or equal, else 0, in the type of both: floating or INT32. */
    public Tensor greaterOrEqual(Tensor other) {
        return apply(new Binary.GreaterOrEqual(), this, other);
    }

    /** 1 where both are equal, else 0, in the type of both: floating or INT32. */
    public Tensor equalTo(Tensor other) {
        return apply(new Binary.Equal(), this, other);
    }

    /** This, of the type of both or INT32, read as a condition: {@code a} where it is not 0, else {@code b}. */
    public Tensor where(Tensor a, Tensor b) {
        return apply(new Selection.Where(), this, a, b);
    }

    /** The matrix product. */
    public Tensor matMul(Tensor other) {
        return matMul(other, false, false);
    }

    /** The matrix product, each operand read transposed if so said. */
    public Tensor matMul(Tensor other, boolean transposeThis, boolean transposeOther) {
        return apply(new MatMul(transposeThis, transposeOther), this, other);
    }

    /** The sum over the given axes, which are removed; over all of them if none is given. */
    public Tensor sum(int... axes) {
        return reduce(Reduce.Kind.SUM, false, axes);
    }

    /** The sum over the given axes, which are kept with extent 1. */
    public Tensor sumKeep(int... axes) {
        return reduce(Reduce.Kind.SUM, true, axes);
    }

    /** The largest element over the given axes, which are removed; over all of them if none is given. */
    public Tensor max(int... axes) {
        return reduce(Reduce.Kind.MAX, false, axes);
    }

    /** The largest element over the given axes, which are kept with extent 1. */
    public Tensor maxKeep(int... axes) {
        return reduce(Reduce.Kind.MAX, true, axes);
    }

    /** The mean of all elements. */
    public Tensor mean() {
        return sum().mul(1.0 / shape().size());
    }

    private Tensor reduce(Reduce.Kind kind, boolean keep, int[] axes) {
        int[] normal = axes.length == 0
                ? IntStream.range(0, shape().rank()).toArray()
                : Arrays.stream(axes).map(shape()::axis).sorted().toArray();
        return apply(new Reduce(kind, keep, normal), this);
    }

    /**
     * The same elements under another shape.
     *
     * @param dims the extents; one may be -1 and is then what is left for it
     * @throws ShapeException if the shapes are not of one size, or more than one extent is -1
     */
    public Tensor reshape(int... dims) {
        return reshape(shape().inferred(dims));
    }

    /** The same elements under another shape. */
    public Tensor reshape(Shape shape) {
        return apply(new Movement.Reshape(shape), this);
    }

    /** The axes reordered: axis i of the result is axis {@code axes[i]} of this. */
    public Tensor permute(int... axes) {
        return apply(new Movement.Permute(Arrays.stream(axes).map(shape()::axis).toArray()), this);
    }

    public Tensor broadcastTo(Shape shape) {
        return apply(new Movement.BroadcastTo(shape), this);
    }

    /** The elements from start (inclusive) to end (exclusive) of one axis. */
    public Tensor slice(int axis, int start, int end) {
        return slice(axis, start, end, 1);
    }

    /**
     * Every step-th element from start (inclusive) to end (exclusive) of one axis, as NumPy's {@code x[start:end:step]}.
     *
     * @throws ShapeException if the step is below 1, or the range is empty or outside the axis
     */
    public Tensor slice(int axis, int start, int end, int step) {
        return apply(new Movement.Slice(shape().axis(axis), start, end, step), this);
    }

    /** The tensors joined along one axis. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        if (parts.isEmpty()) {
            throw new ShapeException("concat: needs at least one tensor");
        }
        return apply(new Selection.Concat(parts.getFirst().shape().axis(axis)), parts);
    }

    /** The rows of this table that the ids name. */
    public Tensor gather(Tensor ids) {
        return apply(new Selection.Gather(), this, ids);
    }

    /** Zeros of the given number of rows, to which each row of this is added where its id says. */
    public Tensor scatterAdd(Tensor ids, int rows) {
        return apply(new Selection.ScatterAdd(rows), this, ids);
    }

    /** 1 at the largest element of each row of the last axis (the first of equals), else 0; no gradient. */
    public Tensor oneHotArgmax() {
        return apply(new Selection.OneHotArgmax(), this);
    }

    /** The value of this, with the gradient of {@code soft} (Bengio et al. 2013). */
    public Tensor straightThrough(Tensor soft) {
        return apply(new Selection.StraightThrough(), this, soft);
    }

    /** The softmax of each row of the last axis. */
    public Tensor softmax() {
        return apply(new Fused.Softmax(), this);
    }

    /** log sum exp of each row of the last axis, which is removed. */
    public Tensor logSumExp() {
        return apply(new Fused.LogSumExp(), this);
    }

    @Override
    public final boolean equals(Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }

    /** The op and the signature, as in {@code matMul FLOAT32[100, 512]}. */
    @Override
    public String toString() {
        return op.label() + " " + signature;
    }
}
