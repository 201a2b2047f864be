package dev.gumbel.graph;

import dev.gumbel.op.Movement.Slice;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of one tensor: the sum over all that reads it.
 *
 * <p>Where many slices or rows of a tensor are read, each part of the gradient is small. Adding the parts up in the tensor's own shape would take
 * time that grows with their number times the tensor's size; so slices that do not overlap are joined, and rows of all gathers are scattered at once.
 */
final class GradientSum {
    private final Tensor tensor;
    private @Nullable Tensor whole;
    private final Map<Slice, Tensor> slices = new LinkedHashMap<>();
    private final List<Tensor> rows = new ArrayList<>();
    private final List<Tensor> ids = new ArrayList<>();

    GradientSum(Tensor tensor) {
        this.tensor = tensor;
    }

    /** Adds a gradient of the tensor's own shape. */
    void add(Tensor gradient) {
        whole = whole == null ? gradient : whole.add(gradient);
    }

    /** Adds the gradient of a slice. */
    void add(Slice slice, Tensor gradient) {
        slices.merge(slice, gradient, Tensor::add);
    }

    /** Adds the gradient of the rows that were gathered by these ids. */
    void add(Tensor ids, Tensor gradient) {
        this.ids.add(ids);
        rows.add(gradient);
    }

    Tensor total() {
        List<Tensor> terms = new ArrayList<>();
        if (whole != null) {
            terms.add(whole);
        }
        disjoint(slices.keySet().stream().sorted(Comparator.comparingInt(Slice::axis).thenComparingInt(Slice::start)).toList())
                .forEach(layer -> terms.add(join(tensor, layer, slices)));
        if (!ids.isEmpty()) {
            terms.add(scattered());
        }
        return terms.stream().reduce(Tensor::add).orElseThrow();
    }

    /** The slices, sorted by axis and start, in as few groups as possible of one axis and without overlaps. */
    private static List<List<Slice>> disjoint(List<Slice> sorted) {
        List<List<Slice>> layers = new ArrayList<>();
        for (Slice slice : sorted) {
            List<Slice> layer = layers.stream()
                    .filter(open -> open.getLast().axis() == slice.axis() && open.getLast().end() <= slice.start())
                    .findFirst()
                    .orElseGet(() -> {
                        layers.add(new ArrayList<>());
                        return layers.getLast();
                    });
            layer.add(slice);
        }
        return layers;
    }

    /** Zeros of the tensor's shape with the gradients of slices, which come by ascending start and do not overlap, in their places. */
    static Tensor join(Tensor tensor, List<Slice> layer, Map<Slice, Tensor> gradients) {
        int axis = layer.getFirst().axis();
        List<Tensor> parts = new ArrayList<>();
        int end = 0;
        for (Slice slice : layer) {
            addZeros(parts, tensor, axis, slice.start() - end);
            parts.add(gradients.get(slice));
            end = slice.end();
        }
        addZeros(parts, tensor, axis, tensor.shape().dim(axis) - end);
        return Tensor.concat(axis, parts);
    }

    private static void addZeros(List<Tensor> parts, Tensor tensor, int axis, int extent) {
        if (extent > 0) {
            parts.add(Tensor.filled(tensor.shape().with(axis, extent), tensor.type(), 0));
        }
    }

    private Tensor scattered() {
        int extent = tensor.shape().dim(0);
        if (ids.size() == 1) {
            return rows.getFirst().scatterAdd(ids.getFirst(), extent);
        }
        List<Tensor> flatIds = ids.stream().map(some -> some.reshape(Math.toIntExact(some.shape().size()))).toList();
        List<Tensor> flatRows = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Shape flat = tensor.shape().with(0, flatIds.get(i).shape().dim(0));
            flatRows.add(rows.get(i).reshape(flat));
        }
        return Tensor.concat(0, flatRows).scatterAdd(Tensor.concat(0, flatIds), extent);
    }
}
