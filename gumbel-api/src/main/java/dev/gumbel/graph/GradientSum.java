package dev.gumbel.graph;

import dev.gumbel.op.Movement.Slice;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of one tensor: the sum over all that reads it.
 *
 * <p>Where many slices or rows of a tensor are read, each part of the gradient is small. Adding the parts up in the tensor's own shape would take
 * time that grows with their number times the tensor's size; so slices that do not overlap are joined, those of one step side by side, and rows of
 * all gathers are scattered at once.
 */
final class GradientSum {
    /** Slices of one axis and step. */
    private record Comb(int axis, int step) implements Comparable<Comb> {
        @Override
        public int compareTo(Comb other) {
            return Comparator.comparingInt(Comb::axis).thenComparingInt(Comb::step).compare(this, other);
        }
    }

    /** A gradient with its place along an axis. */
    private record Part(int start, Tensor gradient) {
        int end(int axis) {
            return start + gradient.shape().dim(axis);
        }
    }

    private final Tensor tensor;
    private @Nullable Tensor whole;
    private final Map<Slice, Tensor> slices = new LinkedHashMap<>();
    private final List<Tensor> rows = new ArrayList<>();
    private final List<Tensor> ids = new ArrayList<>();

    GradientSum(Tensor tensor) {
        this.tensor = tensor;
    }

    /** The gradient of a tensor of which one slice is read. */
    static Tensor of(Tensor tensor, Slice slice, Tensor gradient) {
        GradientSum sum = new GradientSum(tensor);
        sum.add(slice, gradient);
        return sum.total();
    }

    /** Adds a gradient of the tensor's own shape. */
    void add(Tensor gradient) {
        whole = whole == null ? gradient : whole.add(gradient);
    }

    /** Adds the gradient of a slice. */
    void add(Slice slice, Tensor gradient) {
        slices.merge(slice.canonical(), gradient, Tensor::add);
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
        slices.keySet().stream().collect(Collectors.groupingBy(slice -> new Comb(slice.axis(), slice.step()), TreeMap::new, Collectors.toList()))
                .forEach((comb, group) -> terms.addAll(comb.step() == 1
                        ? joined(tensor.shape(), comb.axis(), parts(group, 1)) : List.of(combed(comb, group))));
        if (!ids.isEmpty()) {
            terms.add(scattered());
        }
        return terms.stream().reduce(Tensor::add).orElseThrow();
    }

    /** The parts in as few groups as possible that do not overlap, each with zeros around: tensors of one shape. */
    private List<Tensor> joined(Shape shape, int axis, List<Part> parts) {
        List<List<Part>> layers = new ArrayList<>();
        for (Part part : parts) {
            List<Part> layer = layers.stream()
                    .filter(open -> open.getLast().end(axis) <= part.start())
                    .findFirst()
                    .orElseGet(() -> {
                        layers.add(new ArrayList<>());
                        return layers.getLast();
                    });
            layer.add(part);
        }
        return layers.stream().map(layer -> join(shape, axis, layer)).toList();
    }

    /**
     * Slices of one step above 1, put together in one go. The axis is seen as blocks as long as the step: a slice takes one column of them, and
     * there it is a slice without a step.
     */
    private Tensor combed(Comb comb, List<Slice> group) {
        int axis = comb.axis();
        int step = comb.step();
        int extent = tensor.shape().dim(axis);
        int blocks = Math.ceilDiv(extent, step);
        Shape column = tensor.shape().with(axis, blocks);
        List<Part> columns = new ArrayList<>();
        group.stream().collect(Collectors.groupingBy(slice -> slice.start() % step, TreeMap::new, Collectors.toList())).forEach((place, slices) -> {
            Tensor sum = joined(column, axis, parts(slices, step)).stream().reduce(Tensor::add).orElseThrow();
            columns.add(new Part(place, sum.reshape(split(column, axis, 1))));
        });
        Tensor whole = join(split(column, axis, step), axis + 1, columns).reshape(tensor.shape().with(axis, blocks * step));
        return blocks * step == extent ? whole : whole.slice(axis, 0, extent);
    }

    private static Shape split(Shape shape, int axis, int columns) {
        int[] dims = shape.dims();
        return Shape.of(IntStream.rangeClosed(0, dims.length)
                .map(i -> i <= axis ? dims[i] : i == axis + 1 ? columns : dims[i - 1]).toArray());
    }

    /** The gradients of slices by ascending place in their blocks. */
    private List<Part> parts(List<Slice> group, int step) {
        return group.stream().sorted(Comparator.comparingInt(Slice::start))
                .map(slice -> new Part(slice.start() / step, Objects.requireNonNull(slices.get(slice)))).toList();
    }

    /** Zeros of a shape with parts, which come by ascending start and do not overlap, in their places. */
    private Tensor join(Shape shape, int axis, List<Part> layer) {
        List<Tensor> tensors = new ArrayList<>();
        int end = 0;
        for (Part part : layer) {
            addZeros(tensors, shape, axis, part.start() - end);
            tensors.add(part.gradient());
            end = part.end(axis);
        }
        addZeros(tensors, shape, axis, shape.dim(axis) - end);
        return Tensor.concat(axis, tensors);
    }

    private void addZeros(List<Tensor> parts, Shape shape, int axis, int extent) {
        if (extent > 0) {
            parts.add(Tensor.filled(shape.with(axis, extent), tensor.type(), 0));
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
