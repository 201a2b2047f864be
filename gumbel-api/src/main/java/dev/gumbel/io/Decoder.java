package dev.gumbel.io;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.op.ShapeException;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Makes tensors of a file's bytes. */
final class Decoder {
    private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Decoder() {}

    /**
     * A tensor of the file.
     *
     * @param data all bytes after the header
     * @throws FormatException if no tensor can hold its type or shape
     */
    static HostTensor decode(String source, String name, Header.Entry entry, MemorySegment data) {
        HostTensor tensor = HostTensor.zeros(shape(source, name, entry), type(source, name, entry));
        MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
        switch (entry.dtype()) {
            case "F16" -> widen(bytes, tensor, Float::float16ToFloat);
            case "BF16" -> widen(bytes, tensor, bits -> Float.intBitsToFloat(bits << Short.SIZE));
            default -> MemorySegment.copy(
                    bytes, Safetensors.littleEndian(tensor.type()), 0, tensor.segment(), Safetensors.nativeLayout(tensor.type()), 0,
                    tensor.shape().size());
        }
        return tensor;
    }

    private interface Widening {
        float apply(short bits);
    }

    private static void widen(MemorySegment source, HostTensor tensor, Widening widening) {
        for (long i = 0; i < tensor.shape().size(); i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, widening.apply(source.getAtIndex(HALF, i)));
        }
    }

    private static DataType type(String source, String name, Header.Entry entry) {
        return switch (entry.dtype()) {
            case "F32", "F16", "BF16" -> DataType.FLOAT32;
            case "F64" -> DataType.FLOAT64;
            case "I32" -> DataType.INT32;
            default -> throw new FormatException(
                    "%s: tensor '%s' is of type '%s', expected F32, F64, F16, BF16 or I32".formatted(source, name, entry.dtype()));
        };
    }

    private static Shape shape(String source, String name, Header.Entry entry) {
        try {
            return Shape.of(entry.dims().stream().mapToInt(dim -> (int) Math.min(dim, Integer.MAX_VALUE)).toArray());
        } catch (ShapeException wrong) {
            throw new FormatException("%s: tensor '%s': %s".formatted(source, name, wrong.getMessage()), wrong);
        }
    }
}
