package dev.gumbel.backend.reference;

import dev.gumbel.op.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Elements chosen, joined and scattered. */
final class Selections {
    private Selections() {}

    static ReferenceArray where(ReferenceArray condition, ReferenceArray a, ReferenceArray b) {
        Shape shape = Shape.broadcast("where", Shape.broadcast("where", condition.shape(), a.shape()), b.shape());
        double[] chooser = Movements.broadcast(condition, shape).values();
        double[] left = Movements.broadcast(a, shape).values();
        double[] right = Movements.broadcast(b, shape).values();
        double[] result = new double[left.length];
        Arrays.setAll(result, i -> chooser[i] != 0 ? left[i] : right[i]);
        return new ReferenceArray(shape, a.type(), result);
    }

    static ReferenceArray concat(int axis, List<ReferenceArray> parts) {
        Shape first = parts.getFirst().shape();
        int extent = parts.stream().mapToInt(part -> part.shape().dim(axis)).sum();
        ReferenceArray result = ReferenceArray.zeros(first.with(axis, extent), parts.getFirst().type());
        int inner = size(first, axis + 1);
        int outer = Math.toIntExact(first.size()) / inner / first.dim(axis);
        int start = 0;
        for (ReferenceArray part : parts) {
            int length = part.shape().dim(axis) * inner;
            for (int i = 0; i < outer; i++) {
                System.arraycopy(part.values(), i * length, result.values(), i * extent * inner + start, length);
            }
            start += length;
        }
        return result;
    }

    static ReferenceArray gather(ReferenceArray table, ReferenceArray ids) {
        int row = size(table.shape(), 1);
        ReferenceArray result = ReferenceArray.zeros(ids.shape().followedBy(table.shape(), 1), table.type());
        for (int i = 0; i < ids.size(); i++) {
            System.arraycopy(table.values(), id(ids, i, table.shape().dim(0)) * row, result.values(), i * row, row);
        }
        return result;
    }

    static ReferenceArray scatterAdd(ReferenceArray updates, ReferenceArray ids, int rows) {
        int row = size(updates.shape(), ids.shape().rank());
        ReferenceArray result = ReferenceArray.zeros(Shape.of(rows).followedBy(updates.shape(), ids.shape().rank()), updates.type());
        for (int i = 0; i < ids.size(); i++) {
            int target = id(ids, i, rows) * row;
            for (int j = 0; j < row; j++) {
                result.values()[target + j] += updates.values()[i * row + j];
            }
        }
        return result;
    }

    private static int id(ReferenceArray ids, int index, int rows) {
        return Objects.checkIndex((int) ids.values()[index], rows);
    }

    /** The number of elements of the axes from the given one on. */
    private static int size(Shape shape, int from) {
        return IntStream.range(from, shape.rank()).map(shape::dim).reduce(1, Math::multiplyExact);
    }
}
