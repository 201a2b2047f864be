package dev.gumbel.conformance;

import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * An op as a function of inputs: the shapes of its inputs and where their values lie, tanh-squeezed noise about an offset. Inputs of ids come last
 * and are not differentiated.
 *
 * @param op the simple name of the op's record
 * @param terms how many elements are added up for one of the result
 */
record OpCase(
        String op, List<Shape> shapes, double offset, double scale, int idInputs, int idRange, long terms,
        Function<List<? extends Tensor>, Tensor> function) {

    /** The name of the function's value among a program's outputs; a gradient bears its input's name. */
    static final String VALUE = "value";
    static final String LOSS = "loss";

    /** Of values within 1 of 0. */
    static OpCase of(String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        return new OpCase(op, shapes, 0, 1, 0, 0, 1, function);
    }

    /** Of values above 1.5, where logarithms, roots and quotients are tame. */
    static OpCase positive(String op, List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        return new OpCase(op, shapes, 2, 0.4, 0, 0, 1, function);
    }

    /** Whose last input holds ids from 0 on. */
    static OpCase ids(String op, List<Shape> shapes, int range, Function<List<? extends Tensor>, Tensor> function) {
        return new OpCase(op, shapes, 0, 1, 1, range, 1, function);
    }

    OpCase summing(long terms) {
        return new OpCase(op, shapes, offset, scale, idInputs, idRange, terms, function);
    }

    /** Of values that are so much nearer to their offset. */
    OpCase scaled(double factor) {
        return new OpCase(op, shapes, offset, scale * factor, idInputs, idRange, terms, function);
    }

    /** The same function of inputs that come otherwise. */
    OpCase of(List<Shape> shapes, Function<List<? extends Tensor>, Tensor> function) {
        return new OpCase(op, shapes, offset, scale, idInputs, idRange, terms, function);
    }

    int[] differentiable() {
        return IntStream.range(0, shapes.size() - idInputs).toArray();
    }

    boolean isIds(int input) {
        return input >= shapes.size() - idInputs;
    }

    List<Input> inputs(DataType type) {
        return IntStream.range(0, shapes.size())
                .mapToObj(i -> new Input("x" + i, shapes.get(i), isIds(i) ? DataType.INT32 : type)).toList();
    }

    Tensor apply(List<? extends Tensor> inputs) {
        return function.apply(inputs);
    }

    /** Outputs the value, the loss, and the gradient of the loss by each differentiable input that one reaches. */
    Program program(List<Input> inputs) {
        Tensor value = apply(inputs);
        return withGradients(Program.named("case").output(VALUE, value), weightedSum(value), inputs);
    }

    /**
     * As {@link #program}, but the loss is a directional derivative: a weighted sum of all elements of the gradients of a loss. That loss
     * is quadratic in the value, so that the gradient that enters the rule depends on the inputs too.
     */
    Program slope(List<Input> inputs) {
        Tensor value = apply(inputs);
        Tensor loss = weightedSum(value.add(value.mul(value).mul(0.5)));
        Tensor slope = Gradients.of(loss, targets(inputs)).values().stream().map(OpCase::weightedSum).reduce(Tensor::add).orElseThrow();
        return withGradients(Program.named("slope"), slope, inputs);
    }

    private Program withGradients(Program.Builder builder, Tensor loss, List<Input> inputs) {
        builder.output(LOSS, loss);
        Gradients.of(loss, targets(inputs)).forEach((input, gradient) -> builder.output(input.name(), gradient));
        return builder.build();
    }

    private List<Input> targets(List<Input> inputs) {
        return IntStream.of(differentiable()).mapToObj(inputs::get).toList();
    }

    /** So that no two elements can be exchanged unnoticed. */
    private static Tensor weightedSum(Tensor value) {
        double[] weights = IntStream.range(0, (int) value.shape().size()).mapToDouble(i -> Math.sin(1 + 2.3 * i)).toArray();
        return value.mul(Tensor.apply(new Leaf.Constant(value.shape(), value.type(), weights))).sum();
    }

    /** Values that are the same at every run; ids repeat, as some rule must add up. */
    List<HostTensor> values(DataType type) {
        return IntStream.range(0, shapes.size()).mapToObj(i -> {
            Shape shape = shapes.get(i);
            NoiseDraws noise = new NoiseAddress(NoiseKind.GUMBEL, 17, Domain.TRAIN, "case " + i, 0).draws();
            double[] values = IntStream.range(0, (int) shape.size())
                    .mapToDouble(j -> isIds(i) ? j * 3 % idRange : offset + scale * Math.tanh(noise.get(j) - 0.5)).toArray();
            return HostTensor.of(shape, isIds(i) ? DataType.INT32 : type, values);
        }).toList();
    }

    @Override
    public String toString() {
        return op + " " + shapes + " " + apply(inputs(DataType.FLOAT32)).op();
    }
}
