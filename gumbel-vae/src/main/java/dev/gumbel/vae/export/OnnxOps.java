package dev.gumbel.vae.export;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;

/** What each op is called by ONNX. */
final class OnnxOps {
    private static final int BOOL = 9;

    private final Onnx onnx;

    OnnxOps(Onnx onnx) {
        this.onnx = onnx;
    }

    /** Adds what computes a tensor, whose inputs are there, and returns its name. */
    String node(Tensor tensor) {
        String[] inputs = tensor.inputs().stream().map(onnx::name).toArray(String[]::new);
        return switch (tensor.op()) {
            case Unary unary -> plain(unary instanceof Unary.Detach ? "Identity" : unary.getClass().getSimpleName(), inputs);
            case Binary binary -> binary(tensor, binary, inputs);
            case Movement movement -> movement(tensor, movement, inputs);
            case Contraction.MatMul(boolean transposeA, boolean transposeB) -> onnx.node(
                    "Gemm", onnx.fresh("matMul"), integer("transA", transposeA).append(integer("transB", transposeB)), inputs);
            case Contraction.Reduce reduce -> reduce(reduce, inputs);
            case Selection.Where _ -> plain("Where", cast(inputs[0], BOOL), inputs[1], inputs[2]);
            case Selection.Concat(int axis) -> onnx.node("Concat", onnx.fresh("concat"), integer("axis", axis), inputs);
            case Selection.Gather _ -> onnx.node("Gather", onnx.fresh("gather"), integer("axis", 0), inputs);
            case Selection.StraightThrough _ -> plain("Identity", inputs[0]);
            case Fused.Softmax _ -> onnx.node("Softmax", onnx.fresh("softmax"), integer("axis", -1), inputs);
            case Fused.LogSumExp _ -> onnx.node(
                    "ReduceLogSumExp", onnx.fresh("logSumExp"), integers("axes", -1).append(integer("keepdims", 0)), inputs);
            case Fused.Linear(Activation activation) -> {
                String sums = onnx.node("Gemm", onnx.fresh("linear"), integer("transB", 1), inputs);
                yield switch (activation) {
                    case LINEAR -> sums;
                    case RELU -> plain("Relu", sums);
                    case SIGMOID -> plain("Sigmoid", sums);
                    case TANH -> plain("Tanh", sums);
                };
            }
            default -> throw new ExportException("op %s has no counterpart in ONNX here".formatted(tensor));
        };
    }

    private String plain(String type, String... inputs) {
        return onnx.node(type, onnx.fresh(type), new Message(), inputs);
    }

    private String binary(Tensor tensor, Binary binary, String... inputs) {
        return switch (binary) {
            case Binary.Add _, Binary.Sub _, Binary.Mul _, Binary.Div _ -> plain(binary.getClass().getSimpleName(), inputs);
            case Binary.Maximum _ -> plain("Max", inputs);
            case Binary.Minimum _ -> plain("Min", inputs);
            case Binary.Greater _ -> cast(plain("Greater", inputs), Onnx.code(tensor.type()));
            case Binary.GreaterOrEqual _ -> cast(plain("GreaterOrEqual", inputs), Onnx.code(tensor.type()));
            case Binary.Equal _ -> cast(plain("Equal", inputs), Onnx.code(tensor.type()));
        };
    }

    private String cast(String input, int type) {
        return onnx.node("Cast", onnx.fresh("cast"), integer("to", type), input);
    }

    private String movement(Tensor tensor, Movement movement, String... inputs) {
        return switch (movement) {
            case Movement.Reshape _ -> plain("Reshape", inputs[0], onnx.integers(longs(tensor.shape().dims())));
            case Movement.BroadcastTo _ -> plain("Expand", inputs[0], onnx.integers(longs(tensor.shape().dims())));
            case Movement.Permute permute -> onnx.node("Transpose", onnx.fresh("permute"), integers("perm", longs(permute.axes())), inputs);
            case Movement.Slice(int axis, int start, int end, int step) -> plain(
                    "Slice", inputs[0], onnx.integers(start), onnx.integers(end), onnx.integers(axis), onnx.integers(step));
        };
    }

    private String reduce(Contraction.Reduce reduce, String... inputs) {
        Message keep = integer("keepdims", reduce.keep() ? 1 : 0);
        return switch (reduce.kind()) {
            case SUM -> onnx.node("ReduceSum", onnx.fresh("sum"), keep, inputs[0], onnx.integers(longs(reduce.axes())));
            case MAX -> onnx.node("ReduceMax", onnx.fresh("max"), integers("axes", longs(reduce.axes())).append(keep), inputs);
        };
    }

    private static long[] longs(int... values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static Message integer(String name, boolean value) {
        return integer(name, value ? 1 : 0);
    }

    private static Message integer(String name, long value) {
        return new Message().message(5, new Message().text(1, name).number(3, value).number(20, 2));
    }

    private static Message integers(String name, long... values) {
        return new Message().message(5, new Message().text(1, name).number(8, values).number(20, 7));
    }
}
