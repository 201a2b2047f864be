package dev.gumbel.vae.export;

import dev.gumbel.graph.Lowering;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.Map;

/** A program with its variables' values as an ONNX model (opset 17); what draws noise, or updates variables, has no counterpart there. */
public final class Onnx {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private final Message graph = new Message();
    private final Map<Tensor, String> names = new IdentityHashMap<>();
    private int made;

    private Onnx() {}

    /**
     * The model's bytes. Inputs and outputs keep names, shapes and types.
     *
     * @param variables values by name
     * @throws ExportException if an op has no counterpart, or a variable no value
     */
    public static byte[] model(Program program, Map<String, HostTensor> variables) {
        if (!program.updates().isEmpty()) {
            throw new ExportException("program '%s': updates of variables cannot be exported".formatted(program.name()));
        }
        Program lowered = Lowering.lower(program, op -> op instanceof Fused.Linear || op instanceof Fused.Softmax || op instanceof Fused.LogSumExp);
        return new Onnx().write(lowered, variables);
    }

    private byte[] write(Program program, Map<String, HostTensor> variables) {
        graph.text(2, program.name());
        OnnxOps ops = new OnnxOps(this);
        for (Tensor tensor : program.tensors()) {
            switch (tensor.op()) {
                case Leaf.Input input -> {
                    names.put(tensor, input.name());
                    graph.message(11, value(input.name(), tensor));
                }
                case Leaf.Variable variable -> names.put(tensor, initializer(variable.name(), value(variable, variables)));
                case Leaf.Constant constant -> names.put(tensor, initializer(fresh("constant"), materialised(constant)));
                default -> names.put(tensor, ops.node(tensor));
            }
        }
        program.outputs().forEach((name, tensor) -> {
            node("Identity", name, new Message(), name(tensor));
            graph.message(12, value(name, tensor));
        });
        return new Message().number(1, IR_VERSION).text(2, "gumbel").message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET)).toBytes();
    }

    private static HostTensor value(Leaf.Variable variable, Map<String, HostTensor> variables) {
        HostTensor value = variables.get(variable.name());
        if (value == null || !value.shape().equals(variable.shape())) {
            throw new ExportException("variable '%s': no value of shape %s".formatted(variable.name(), variable.shape()));
        }
        return value;
    }

    private static HostTensor materialised(Leaf.Constant constant) {
        HostTensor values = HostTensor.zeros(constant.shape(), constant.type());
        for (long i = 0; i < constant.shape().size(); i++) {
            values.set(i, constant.value(i));
        }
        return values;
    }

    String name(Tensor tensor) {
        String name = names.get(tensor);
        if (name == null) {
            throw new IllegalStateException(tensor + " comes after what needs it");
        }
        return name;
    }

    /** A name that nothing else has; no user's begins with a percent sign. */
    String fresh(String stem) {
        return "%" + made++ + " " + stem;
    }

    /** Adds a node of one output and returns the output's name. */
    String node(String type, String output, Message attributed, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        graph.message(1, node.text(2, output).text(4, type).append(attributed));
        return output;
    }

    /** Integers that an op reads as one of its inputs. */
    String integers(long... values) {
        String name = fresh("integers");
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        graph.message(5, new Message().number(1, values.length).number(2, 7).text(8, name).bytes(9, bytes.array()));
        return name;
    }

    private String initializer(String name, HostTensor value) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(value.segment().byteSize())).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < value.shape().size(); i++) {
            switch (value.type()) {
                case FLOAT32 -> bytes.putFloat((float) value.get(i));
                case FLOAT64 -> bytes.putDouble(value.get(i));
                case INT32 -> bytes.putInt((int) value.get(i));
            }
        }
        Message tensor = new Message();
        for (int extent : value.shape().dims()) {
            tensor.number(1, extent);
        }
        graph.message(5, tensor.number(2, code(value.type())).text(8, name).bytes(9, bytes.array()));
        return name;
    }

    private static Message value(String name, Tensor tensor) {
        Message type = new Message().number(1, code(tensor.type())).message(2, shape(tensor.shape()));
        return new Message().text(1, name).message(2, new Message().message(1, type));
    }

    private static Message shape(Shape shape) {
        Message extents = new Message();
        for (int extent : shape.dims()) {
            extents.message(1, new Message().number(1, extent));
        }
        return extents;
    }

    /** TensorProto.DataType. */
    static int code(DataType type) {
        return switch (type) {
            case FLOAT32 -> 1;
            case INT32 -> 6;
            case FLOAT64 -> 11;
        };
    }
}
