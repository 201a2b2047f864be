package dev.gumbel.backend.nd4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Calls of the library's ops by name, into a destination. Each op keeps one context: {@code Nd4j.exec} makes another every time, in native memory
 * that only the garbage collector gives back, and needs 46 us for a tiny array in place of 5.
 */
final class Calls {
    private record Key(String op, List<?> attributes) {}

    private record Call(CustomOp op, OpContext context) {}

    private final Map<Key, Call> calls = new HashMap<>();

    /** Runs an op without attributes. */
    void run(String op, INDArray out, INDArray... inputs) {
        run(op, List.of(), out, inputs);
    }

    /**
     * Runs an op.
     *
     * @param attributes integers, doubles and booleans, which the library numbers each by themselves
     */
    void run(String op, List<?> attributes, INDArray out, INDArray... inputs) {
        Call call = calls.computeIfAbsent(new Key(op, attributes), Calls::prepare);
        call.context().setInputArrays(inputs);
        call.context().setOutputArray(0, out);
        try {
            Nd4j.getExecutioner().exec(call.op(), call.context());
        } finally {
            call.context().purge();
        }
    }

    private static Call prepare(Key key) {
        OpContext context = Nd4j.getExecutioner().buildContext();
        // Shapes have been checked, when the graph was built.
        context.shapeFunctionOverride(true);
        context.setIArguments(only(key, Integer.class).stream().mapToLong(Integer::longValue).toArray());
        context.setTArguments(only(key, Double.class).stream().mapToDouble(Double::doubleValue).toArray());
        List<Boolean> flags = only(key, Boolean.class);
        if (!flags.isEmpty()) {
            context.setBArguments(flags.getFirst());
        }
        return new Call(new DynamicCustomOp(key.op(), new INDArray[0], new INDArray[0]), context);
    }

    private static <T> List<T> only(Key key, Class<T> type) {
        return key.attributes().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
