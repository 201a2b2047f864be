package dev.gumbel.backend.array;

import dev.gumbel.backend.CheckException;
import dev.gumbel.backend.Feed;
import dev.gumbel.graph.Program;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The ids that a fed input may hold: those of the rows of a table. A library that is given others may read or write beside its memory.
 *
 * @param input the name of the input
 * @param slices what of the input serves as ids
 * @param op the op, for the message
 * @param rows of its table
 */
record IdRange(String input, List<Movement.Slice> slices, String op, int rows) {

    /** The ranges of ids that are fed to a program, and moved and joined, but not computed with. */
    static List<IdRange> of(Program program) {
        List<IdRange> ranges = new ArrayList<>();
        for (Tensor tensor : program.tensors()) {
            switch (tensor.op()) {
                case Selection.Gather _ -> add(ranges, tensor, tensor.inputs().get(1), tensor.inputs().getFirst().shape().dim(0));
                case Selection.ScatterAdd(int rows) -> add(ranges, tensor, tensor.inputs().get(1), rows);
                default -> { }
            }
        }
        return ranges.stream().distinct().toList();
    }

    private static void add(List<IdRange> ranges, Tensor reader, Tensor ids, int rows) {
        if (ids.op() instanceof Selection.Concat) {
            ids.inputs().forEach(part -> add(ranges, reader, part, rows));
            return;
        }
        Tensor moved = ids;
        while (moved.op() instanceof Movement && !(moved.op() instanceof Movement.Slice)) {
            moved = moved.inputs().getFirst();
        }
        List<Movement.Slice> slices = new ArrayList<>();
        while (moved.op() instanceof Movement.Slice slice) {
            slices.add(slice);
            moved = moved.inputs().getFirst();
        }
        if (moved.op() instanceof Leaf.Input input) {
            ranges.add(new IdRange(input.name(), slices.reversed(), reader.op().label(), rows));
        }
    }

    /**
     * Looks at what is fed.
     *
     * @throws CheckException naming the program, the op, the id and the rows there are
     */
    void check(String program, Feed feed) {
        HostTensor ids = Objects.requireNonNull(feed.values().get(input), "checked before");
        for (long i = 0; i < ids.shape().size(); i++) {
            double id = ids.get(i);
            if (!(id >= 0 && id < rows) && isRead(ids.shape(), i)) {
                throw new CheckException("program '%s', step %d: %s: id %.0f at element %d of input '%s' is outside its table of %d rows [0, %d)"
                        .formatted(program, feed.step(), op, id, i, input, rows, rows));
            }
        }
    }

    /** Whether the slices, taken one after the other, hold an element of the input. */
    private boolean isRead(Shape shape, long index) {
        int[] place = new int[shape.rank()];
        long rest = index;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            place[axis] = (int) (rest % shape.dim(axis));
            rest /= shape.dim(axis);
        }
        for (Movement.Slice slice : slices) {
            int along = place[slice.axis()] - slice.start();
            if (along < 0 || place[slice.axis()] >= slice.end() || along % slice.step() != 0) {
                return false;
            }
            place[slice.axis()] = along / slice.step();
        }
        return true;
    }
}
