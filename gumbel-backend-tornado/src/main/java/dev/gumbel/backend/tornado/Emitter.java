package dev.gumbel.backend.tornado;

import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Writes instructions, in the words that {@link Steps} reads. */
final class Emitter {
    private static final int NONE = -1;
    /** Matrix products of more terms are worth rows and columns made contiguous; as many as keep a program from a desk. */
    private static final long TILED = Desk.WORK;

    private final Layout layout;
    private final List<Instruction> instructions = new ArrayList<>();

    Emitter(Layout layout) {
        this.layout = layout;
    }

    List<Instruction> instructions() {
        return instructions;
    }

    private void emit(int opcode, int items, long work, IntStream rest) {
        instructions.add(Instruction.of(opcode, items, work, rest));
    }

    /** The elementwise function, broadcast, into a place of its own. */
    View map(int opcode, int[] dims, View... operands) {
        View result = layout.allocate(dims);
        mapInto(result, opcode, operands);
        return result;
    }

    void mapInto(View result, int opcode, View... operands) {
        int[] dims = result.dims();
        View a = operands[0].broadcast(dims);
        View b = operands.length > 1 ? operands[1].broadcast(dims) : a;
        View c = operands.length > 2 ? operands[2].broadcast(dims) : a;
        Nest nest = Nest.of(a, b, c, result);
        IntStream head = IntStream.of(a.offset(), b.offset(), c.offset(), result.offset(), nest.depth());
        emit(opcode, result.size(), result.size(), IntStream.concat(head, Arrays.stream(nest.words())));
    }

    View contiguous(View view) {
        return view.isContiguous() ? view : copy(view);
    }

    View copy(View view) {
        return map(Opcode.COPY, view.dims(), view);
    }

    void copyIn(int from, View to) {
        emit(Opcode.COPY_IN, to.size(), to.size(), IntStream.of(from, to.offset()));
    }

    void copyOut(View from, int to) {
        emit(Opcode.COPY_OUT, from.size(), from.size(), IntStream.of(contiguous(from).offset(), to));
    }

    View reduce(Reduce op, View x, int[] dims) {
        View result = layout.allocate(dims);
        int[] axes = op.axes();
        int[] others = IntStream.range(0, x.dims().length).filter(axis -> Arrays.stream(axes).noneMatch(gone -> gone == axis)).toArray();
        Nest kept = Nest.over(others, x);
        Nest gone = Nest.over(axes, x);
        int[] inner = gone.depth() == 0 ? new int[] {1, 1} : gone.words();
        int[] outer = Arrays.copyOfRange(inner, 2, inner.length);
        int elements = x.size() / result.size();
        IntStream head = IntStream.of(x.offset(), result.offset(), kept.depth(), elements / inner[0], outer.length / 2, inner[0], inner[1]);
        emit(op.kind() == Reduce.Kind.SUM ? Opcode.SUM : Opcode.MAX, result.size(), x.size(),
                IntStream.concat(head, IntStream.concat(Arrays.stream(kept.words()), Arrays.stream(outer))));
        return result;
    }

    View softmax(View logits) {
        return softmax(contiguous(logits), NONE, NONE);
    }

    View gumbelSoftmax(View logits, View noise, View temperature) {
        return softmax(contiguous(logits), contiguous(noise).offset(), temperature.offset());
    }

    private View softmax(View x, int noise, int temperature) {
        View result = layout.allocate(x.dims());
        int columns = x.dims()[x.dims().length - 1];
        emit(Opcode.SOFTMAX, x.size() / columns, 4L * x.size(), IntStream.of(columns, x.offset(), noise, temperature, result.offset()));
        return result;
    }

    View argmax(View input) {
        View x = contiguous(input);
        View result = layout.allocate(x.dims());
        int columns = x.dims()[x.dims().length - 1];
        emit(Opcode.ARGMAX, x.size() / columns, x.size(), IntStream.of(columns, x.offset(), result.offset()));
        return result;
    }

    View matMul(MatMul op, View left, View right) {
        View a = op.transposeA() ? left.permute(1, 0) : left;
        View b = op.transposeB() ? right.permute(1, 0) : right;
        int rows = a.dims()[0];
        int inner = a.dims()[1];
        int columns = b.dims()[1];
        View result = layout.allocate(rows, columns);
        if ((long) rows * columns * inner > TILED && rows >= Steps.TILE_ROWS && columns >= Steps.TILE_COLUMNS) {
            int tiles = Math.ceilDiv(rows, Steps.TILE_ROWS) * Math.ceilDiv(columns, Steps.TILE_COLUMNS);
            emit(Opcode.PRODUCT, tiles, (long) rows * columns * inner, IntStream.of(
                    rows, inner, columns, contiguous(a).offset(), contiguous(b).offset(), result.offset()));
            return result;
        }
        emit(Opcode.MATMUL, rows * columns, (long) rows * columns * inner, IntStream.of(
                inner, columns, a.offset(), a.strides()[0], a.strides()[1], b.offset(), b.strides()[0], b.strides()[1], result.offset()));
        return result;
    }

    View gather(View source, View indices, int[] dims) {
        View table = contiguous(source);
        View ids = contiguous(indices);
        View result = layout.allocate(dims);
        int rows = table.dims()[0];
        emit(Opcode.GATHER, result.size(), result.size(), IntStream.of(
                table.size() / rows, rows, table.offset(), ids.offset(), result.offset(), layout.preset(Float.NaN).offset()));
        return result;
    }

    View scatter(View source, View indices, int[] dims) {
        View updates = contiguous(source);
        View ids = contiguous(indices);
        View result = layout.allocate(dims);
        int width = result.size() / dims[0];
        emit(Opcode.SCATTER, width, result.size() + updates.size(), IntStream.of(
                dims[0], ids.size() / 2, updates.offset(), ids.offset(), result.offset()));
        return result;
    }

    View concat(int axis, int[] dims, List<View> parts) {
        View result = layout.allocate(dims);
        int start = 0;
        for (View part : parts) {
            int end = start + part.dims()[axis];
            mapInto(result.slice(axis, start, end), Opcode.COPY, part);
            start = end;
        }
        return result;
    }

    /** One Adam step; see {@link Steps} for the operands. */
    void adam(View weight, View first, View second, View gradient, View rate, View corrections, View constants) {
        emit(Opcode.ADAM, weight.size(), 4L * weight.size(), IntStream.of(
                weight.offset(), first.offset(), second.offset(), gradient.offset(), rate.offset(), corrections.offset(), constants.offset()));
    }
}
