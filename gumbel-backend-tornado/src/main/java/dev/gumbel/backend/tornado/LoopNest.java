package dev.gumbel.backend.tornado;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The loops over the elements of operands of one shape, innermost first, with as few of them as their strides allow. */
final class LoopNest {
    /** One loop. */
    private record Axis(int extent, int[] strides) {
        /** Whether this loop, around the inner one, goes on where that ends. */
        boolean continues(Axis inner) {
            return IntStream.range(0, strides.length).allMatch(i -> strides[i] == inner.strides[i] * inner.extent);
        }
    }

    private final List<Axis> axes = new ArrayList<>();

    private LoopNest() {}

    /** Over all axes of the operands. */
    static LoopNest of(View... operands) {
        return over(IntStream.range(0, operands[0].dims().length).toArray(), operands);
    }

    /** Over some axes of the operands, ascending. */
    static LoopNest over(int[] which, View... operands) {
        LoopNest nest = new LoopNest();
        for (int i = which.length - 1; i >= 0; i--) {
            int axis = which[i];
            nest.wrap(new Axis(operands[0].dims()[axis], Arrays.stream(operands).mapToInt(view -> view.strides()[axis]).toArray()));
        }
        return nest;
    }

    private void wrap(Axis outer) {
        if (outer.extent == 1) {
            return;
        }
        if (!axes.isEmpty() && outer.continues(axes.getLast())) {
            Axis inner = axes.removeLast();
            axes.add(new Axis(outer.extent * inner.extent, inner.strides));
        } else {
            axes.add(outer);
        }
    }

    int depth() {
        return axes.size();
    }

    /** Extent and strides of each loop. */
    int[] words() {
        return axes.stream().flatMapToInt(axis -> IntStream.concat(IntStream.of(axis.extent), IntStream.of(axis.strides))).toArray();
    }
}
