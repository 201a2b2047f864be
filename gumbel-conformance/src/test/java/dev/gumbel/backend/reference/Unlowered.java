package dev.gumbel.backend.reference;

import dev.gumbel.graph.Program;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes a program op by op as it stands, with the reference's kernels: no rewriting, no reuse, no release. For FLOAT64 without noise. */
public final class Unlowered {
    private static final ReferenceKernels KERNELS = new ReferenceKernels();

    private Unlowered() {}

    /** The elements of every output. */
    public static Map<String, double[]> run(Program program, Map<Input, HostTensor> inputs) {
        Map<Tensor, ReferenceArray> arrays = new HashMap<>();
        inputs.forEach((input, value) -> arrays.put(input, KERNELS.bind(value)));
        for (Tensor tensor : program.tensors()) {
            if (!arrays.containsKey(tensor)) {
                arrays.put(tensor, compute(tensor, tensor.inputs().stream().map(arrays::get).toList()));
            }
        }
        Map<String, double[]> outputs = new LinkedHashMap<>();
        program.outputs().forEach((name, tensor) -> outputs.put(name, arrays.get(tensor).values()));
        return outputs;
    }

    private static ReferenceArray compute(Tensor tensor, List<ReferenceArray> x) {
        return switch (tensor.op()) {
            case Leaf.Constant constant -> {
                ReferenceArray array = ReferenceArray.zeros(constant.shape(), constant.type());
                for (int i = 0; i < array.size(); i++) {
                    array.values()[i] = constant.value(i);
                }
                yield array;
            }
            case Leaf leaf -> throw new IllegalArgumentException("neither fed nor constant: " + leaf);
            case Unary op -> KERNELS.unary(op, x.getFirst());
            case Binary op -> KERNELS.binary(op, x.get(0), x.get(1));
            case Movement op -> KERNELS.movement(op, x.getFirst());
            case MatMul op -> KERNELS.matMul(op, x.get(0), x.get(1));
            case Reduce op -> KERNELS.reduce(op, x.getFirst());
            case Selection op -> KERNELS.selection(op, x);
            case Fused op -> KERNELS.fused(op, x);
        };
    }
}
