package dev.gumbel.backend.reference;

import dev.gumbel.op.Movement.Slice;
import dev.gumbel.op.Shape;
import java.util.Arrays;

/** Elements moved and matrices multiplied. */
final class Movements {
    private Movements() {}

    /** For each element of the target, in row-major order, the index of the element of the source that is repeated there. */
    static int[] broadcastIndices(Shape source, Shape target) {
        int[] strides = new int[target.rank()];
        int stride = 1;
        for (int axis = source.rank() - 1; axis >= 0; axis--) {
            strides[axis + target.rank() - source.rank()] = source.dim(axis) == 1 ? 0 : stride;
            stride *= source.dim(axis);
        }
        return stridedIndices(target, strides, 0);
    }

    /** For each element of a shape, in row-major order, an offset plus the sum of its coordinates times the strides. */
    private static int[] stridedIndices(Shape shape, int[] strides, int offset) {
        int[] indices = new int[Math.toIntExact(shape.size())];
        indices[0] = offset;
        int filled = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            int block = filled;
            for (int coordinate = 1; coordinate < shape.dim(axis); coordinate++) {
                for (int i = 0; i < block; i++) {
                    indices[filled++] = indices[i] + coordinate * strides[axis];
                }
            }
        }
        return indices;
    }

    static ReferenceArray broadcast(ReferenceArray x, Shape shape) {
        return x.shape().equals(shape) ? x : take(x, shape, broadcastIndices(x.shape(), shape));
    }

    static ReferenceArray permute(ReferenceArray x, int... axes) {
        int[] strides = strides(x.shape());
        Shape shape = Shape.of(Arrays.stream(axes).map(x.shape()::dim).toArray());
        return take(x, shape, stridedIndices(shape, Arrays.stream(axes).map(axis -> strides[axis]).toArray(), 0));
    }

    static ReferenceArray slice(ReferenceArray x, Slice op) {
        int[] strides = strides(x.shape());
        int offset = op.start() * strides[op.axis()];
        strides[op.axis()] *= op.step();
        Shape shape = x.shape().with(op.axis(), op.extent());
        return take(x, shape, stridedIndices(shape, strides, offset));
    }

    private static int[] strides(Shape shape) {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.dim(axis);
        }
        return strides;
    }

    private static ReferenceArray take(ReferenceArray x, Shape shape, int[] indices) {
        double[] result = new double[indices.length];
        Arrays.setAll(result, i -> x.values()[indices[i]]);
        return new ReferenceArray(shape, x.type(), result);
    }

    /** [m, k] x [k, n]; the inner loop runs along rows, which the compiler turns into vector instructions. */
    static ReferenceArray product(ReferenceArray a, ReferenceArray b) {
        int inner = a.shape().dim(1);
        int columns = b.shape().dim(1);
        ReferenceArray result = ReferenceArray.zeros(Shape.of(a.shape().dim(0), columns), a.type());
        double[] row = new double[columns];
        for (int i = 0; i < a.shape().dim(0); i++) {
            Arrays.fill(row, 0);
            for (int k = 0; k < inner; k++) {
                addScaled(a.values()[i * inner + k], b.values(), k * columns, row);
            }
            System.arraycopy(row, 0, result.values(), i * columns, columns);
        }
        return result;
    }

    private static void addScaled(double factor, double[] values, int offset, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * values[offset + j];
        }
    }
}
