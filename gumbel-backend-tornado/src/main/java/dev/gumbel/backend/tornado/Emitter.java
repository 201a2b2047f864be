package dev.gumbel.backend.tornado;

import dev.gumbel.op.Activation;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement.Slice;
import dev.gumbel.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes instructions, in the words that {@link KernelBodies} reads. */
final class Emitter {
    private static final int NONE = -1;
    private static final View NOTHING = View.of(0, 0);
    /** Matrix products of more terms are worth rows and columns made contiguous; as many as keep a program from a desk. */
    private static final long TILED = SharedKernelMachine.WORK;

    private final HeapLayout layout;
    private final List<Instruction> instructions = new ArrayList<>();

    Emitter(HeapLayout layout) {
        this.layout = layout;
    }

    List<Instruction> instructions() {
        return instructions;
    }

    private void emit(int opcode, int items, long work, IntStream rest, View result, View... operands) {
        instructions.add(Instruction.of(opcode, items, work, rest, List.of(result), List.of(operands)));
    }

    /** The elementwise function, broadcast, into a place of its own. */
    View map(int opcode, int[] dims, View... operands) {
        View result = layout.allocate(like(dims, operands));
        mapInto(result, opcode, operands);
        return result;
    }

    /** How a result lies: as the first operand of its size does, so that most accesses follow one another. */
    private static View like(int[] dims, View... operands) {
        return Arrays.stream(operands).filter(operand -> Arrays.equals(operand.dims(), dims) && operand.isDense()).findFirst()
                .orElse(View.of(0, dims));
    }

    void mapInto(View result, int opcode, View... operands) {
        int[] dims = result.dims();
        View a = operands[0].broadcast(dims);
        View b = operands.length > 1 ? operands[1].broadcast(dims) : a;
        View c = operands.length > 2 ? operands[2].broadcast(dims) : a;
        LoopNest nest = LoopNest.of(a, b, c, result);
        IntStream head = IntStream.of(a.offset(), b.offset(), c.offset(), result.offset(), nest.depth());
        emit(opcode, result.size(), result.size(), IntStream.concat(head, Arrays.stream(nest.words())), result, a, b, c);
    }

    /** A comparison of INT32: by the high halves, and by the low ones where these are equal. */
    View compareIds(int opcode, int[] dims, View a, View b) {
        View result = layout.allocate(dims);
        View low = result.half(1);
        View same = map(Opcode.EQUAL, low.dims(), a.half(0), b.half(0));
        View byHigh = map(opcode, low.dims(), a.half(0), b.half(0));
        View byLow = map(opcode, low.dims(), a.half(1), b.half(1));
        mapInto(low, Opcode.WHERE, same, byLow, byHigh);
        mapInto(result.half(0), Opcode.COPY, layout.preset(0).reshape());
        return result;
    }

    /** Of each INT32 a float that is 0 where it is. */
    View nonZero(View ids) {
        return map(Opcode.WHERE, ids.half(0).dims(), ids.half(0), ids.half(0), ids.half(1));
    }

    View contiguous(View view) {
        return view.isContiguous() ? view : copy(view);
    }

    View copy(View view) {
        View copy = layout.allocate(view.dims());
        mapInto(copy, Opcode.COPY, view);
        return copy;
    }

    void copyIn(int from, View to) {
        emit(Opcode.COPY_IN, to.size(), to.size(), IntStream.of(from, to.offset()), to);
    }

    void copyOut(View from, int to) {
        View source = contiguous(from);
        emit(Opcode.COPY_OUT, from.size(), from.size(), IntStream.of(source.offset(), to), NOTHING, source);
    }

    /** Noise of a stream, at an address that lies in the heap. */
    View draw(Leaf.Random random, long seed, View address, int[] dims) {
        View result = layout.allocate(dims);
        IntStream rest = IntStream.of(
                RandomStream.id(random.name()), (int) seed, (int) (seed >>> 32), DeviceNoise.PHILOX, address.offset(), result.offset());
        emit(Opcode.of(random.kind()), result.size(), 8L * result.size(), rest, result, address);
        return result;
    }

    View reduce(Reduce op, View x, int[] dims) {
        View result = layout.allocate(dims);
        int[] axes = op.axes();
        int[] others = IntStream.range(0, x.dims().length).filter(axis -> Arrays.stream(axes).noneMatch(gone -> gone == axis)).toArray();
        LoopNest kept = LoopNest.over(others, x);
        LoopNest gone = LoopNest.over(axes, x);
        int[] inner = gone.depth() == 0 ? new int[] {1, 1} : gone.words();
        int[] outer = Arrays.copyOfRange(inner, 2, inner.length);
        int elements = x.size() / result.size();
        IntStream head = IntStream.of(x.offset(), result.offset(), kept.depth(), elements / inner[0], outer.length / 2, inner[0], inner[1]);
        emit(op.kind() == Reduce.Kind.SUM ? Opcode.SUM : Opcode.MAX, result.size(), x.size(),
                IntStream.concat(head, IntStream.concat(Arrays.stream(kept.words()), Arrays.stream(outer))), result, x);
        return result;
    }

    View softmax(View logits) {
        View x = contiguous(logits);
        return softmax(x, NONE, NONE, x);
    }

    View gumbelSoftmax(View logits, View noise, View temperature) {
        View x = contiguous(logits);
        View added = contiguous(noise);
        return softmax(x, added.offset(), temperature.offset(), x, added, temperature);
    }

    private View softmax(View x, int noise, int temperature, View... operands) {
        View result = layout.allocate(x.dims());
        int columns = x.dims()[x.dims().length - 1];
        emit(Opcode.SOFTMAX, x.size() / columns, 4L * x.size(), IntStream.of(columns, x.offset(), noise, temperature, result.offset()),
                result, operands);
        return result;
    }

    View softmaxGradient(View output, View outputGradient) {
        View y = contiguous(output);
        View gradient = contiguous(outputGradient);
        View result = layout.allocate(y.dims());
        int columns = y.dims()[y.dims().length - 1];
        emit(Opcode.SOFTMAX_GRADIENT, y.size() / columns, 3L * y.size(),
                IntStream.of(columns, y.offset(), gradient.offset(), result.offset()), result, y, gradient);
        return result;
    }

    /** activation(x weight^T + bias). */
    View linear(Activation activation, View x, View weight, View bias) {
        return matMul(new MatMul(false, true), x, weight, Opcode.of(activation), bias);
    }

    View argmax(View input) {
        View x = contiguous(input);
        View result = layout.allocate(x.dims());
        int columns = x.dims()[x.dims().length - 1];
        emit(Opcode.ARGMAX, x.size() / columns, x.size(), IntStream.of(columns, x.offset(), result.offset()), result, x);
        return result;
    }

    View matMul(MatMul op, View left, View right) {
        return matMul(op, left, right, Opcode.COPY, NOTHING);
    }

    /** A matrix product and what follows it: a function of each element of the product and one of an operand that is broadcast, or a copy. */
    View matMul(MatMul op, View left, View right, int opcode, View operand) {
        View a = op.transposeA() ? left.permute(1, 0) : left;
        View b = op.transposeB() ? right.permute(1, 0) : right;
        int[] dims = {a.dims()[0], b.dims()[1]};
        if (work(a, b) <= TILED || Math.min(dims[0], dims[1]) < Product.COLUMNS) {
            return follow(plain(a, b), opcode, operand);
        }
        View other = opcode == Opcode.COPY ? operand : operand.broadcast(dims);
        return isBetterTransposed(a, b)
                ? tiled(b.permute(1, 0), a.permute(1, 0), opcode, opcode == Opcode.COPY ? other : other.permute(1, 0)).permute(1, 0)
                : tiled(a, b, opcode, other);
    }

    private static long work(View a, View b) {
        return (long) a.size() * b.dims()[1];
    }

    private View plain(View a, View b) {
        int columns = b.dims()[1];
        View result = layout.allocate(a.dims()[0], columns);
        emit(Opcode.MATMUL, result.size(), work(a, b), IntStream.of(
                a.dims()[1], columns, a.offset(), a.strides()[0], a.strides()[1], b.offset(), b.strides()[0], b.strides()[1], result.offset()),
                result, a, b);
        return result;
    }

    /** What follows a product, in place. */
    private View follow(View product, int opcode, View operand) {
        if (opcode == Opcode.MASK) {
            mapInto(product, opcode, operand, product);
        } else if (opcode != Opcode.COPY) {
            mapInto(product, opcode, product, operand);
        }
        return product;
    }

    /** In the kernel of the product itself where no tiles overlap. */
    private View tiled(View a, View b, int opcode, View operand) {
        boolean inside = Product.finishes(opcode) && a.dims()[0] % Product.ROWS == 0;
        return inside ? product(a, b, opcode, operand) : follow(product(a, b, Opcode.COPY, NOTHING), opcode, operand);
    }

    /** Whether less is copied for b^T a^T than for a b; a result that lies transposed counts as copied, as it may have to be. */
    private static boolean isBetterTransposed(View a, View b) {
        int plain = b.hasVectorRows() ? 0 : b.size();
        int transposed = (a.permute(1, 0).hasVectorRows() ? 0 : a.size()) + a.dims()[0] * b.dims()[1];
        return transposed < plain;
    }

    private View product(View a, View b, int opcode, View operand) {
        View right = b.hasVectorRows() ? b : vectorRows(b);
        int rows = a.dims()[0];
        int columns = b.dims()[1];
        View result = layout.allocate(View.matrix(rows, columns));
        int vectors = result.strides()[0] / HeapLayout.ALIGNMENT;
        int down = Math.ceilDiv(rows, Product.ROWS);
        IntStream tile = IntStream.of(vectors, rows, a.dims()[1], a.offset(), a.strides()[0], a.strides()[1],
                right.offset() / HeapLayout.ALIGNMENT, right.strides()[0] / HeapLayout.ALIGNMENT, result.offset() / HeapLayout.ALIGNMENT, vectors);
        IntStream finish = opcode == Opcode.COPY ? IntStream.of(opcode)
                : IntStream.of(opcode, columns, operand.offset(), operand.strides()[0], operand.strides()[1]);
        emit(Opcode.PRODUCT, vectors * down, work(a, b), IntStream.concat(tile, finish), result, a, right, operand);
        return result;
    }

    private View vectorRows(View matrix) {
        View copy = layout.allocate(View.matrix(matrix.dims()[0], matrix.dims()[1]));
        mapInto(copy, Opcode.COPY, matrix);
        return copy;
    }

    View gather(View source, View indices, int[] dims) {
        View table = contiguous(source);
        View ids = contiguous(indices);
        View result = layout.allocate(dims);
        int rows = table.dims()[0];
        emit(Opcode.GATHER, result.size(), result.size(), IntStream.of(
                table.size() / rows, rows, table.offset(), ids.offset(), result.offset(), layout.preset(Float.NaN).offset()), result, table, ids);
        return result;
    }

    View scatter(View source, View indices, int[] dims) {
        View updates = contiguous(source);
        View ids = contiguous(indices);
        View result = layout.allocate(dims);
        int width = result.size() / dims[0];
        emit(Opcode.SCATTER, width, result.size() + updates.size(), IntStream.of(
                dims[0], ids.size() / 2, updates.offset(), ids.offset(), result.offset()), result, updates, ids);
        return result;
    }

    View concat(int axis, int[] dims, List<View> parts) {
        View result = layout.allocate(dims);
        int start = 0;
        for (View part : parts) {
            int end = start + part.dims()[axis];
            mapInto(result.slice(new Slice(axis, start, end)), Opcode.COPY, part);
            start = end;
        }
        return result;
    }

    /** One Adam step; see {@link KernelBodies} for the operands. */
    void adam(View weight, View first, View second, View gradient, View rate, View corrections, View constants) {
        IntStream words = Stream.of(weight, first, second, gradient, rate, corrections, constants).mapToInt(View::offset);
        instructions.add(Instruction.of(Opcode.ADAM, weight.size(), 4L * weight.size(), words,
                List.of(weight, first, second), List.of(gradient, rate, corrections)));
    }
}
