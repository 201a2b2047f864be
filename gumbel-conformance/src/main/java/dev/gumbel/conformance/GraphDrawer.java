package dev.gumbel.conformance;

import dev.gumbel.op.Activation;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Adds tensors to a graph, one for each number it is given.
 *
 * <p>In a tame graph operands are brought to where an op is smooth and keeps magnitudes and errors near 1; where an op has kinks or jumps,
 * {@link #margins} says how far away from them it is.
 */
final class GraphDrawer {
    private static final int LARGEST_EXTENT = 3;
    private static final int LARGEST_SIZE = 64;
    private static final int LARGEST_RANK = 4;
    private static final double[] SPECIAL = {
        0, -0.0, 1, 1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-310, 1e200};

    private final boolean tame;
    private final DataType type;
    private final List<Tensor> tensors = new ArrayList<>();
    private final Map<Input, HostTensor> values = new LinkedHashMap<>();
    private final List<Tensor> margins = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(0);

    GraphDrawer(boolean tame, DataType type) {
        this.tame = tame;
        this.type = type;
        tensors.add(input(Shape.of(2, 3)));
    }

    /** All tensors of the floating type, each after its inputs. */
    List<Tensor> tensors() {
        return tensors;
    }

    /** All inputs, with what is fed. */
    Map<Input, HostTensor> values() {
        return values;
    }

    /** What must not be near 0 for the graph to be smooth. */
    List<Tensor> margins() {
        return margins;
    }

    /** Draws one op, on tensors drawn before; a result too large is dropped. */
    void draw(int number) {
        random = new SplittableRandom(number);
        Tensor drawn = switch (random.nextInt(9)) {
            case 0 -> leaf();
            case 1 -> unary(any());
            case 2, 3 -> binary();
            case 4 -> movement(any());
            case 5 -> contraction(any());
            case 6 -> selection(any());
            case 7 -> fused(matrix(any()));
            default -> needless(any());
        };
        if (drawn.shape().size() <= LARGEST_SIZE && drawn.shape().rank() <= LARGEST_RANK) {
            tensors.add(drawn);
        }
    }

    private Tensor leaf() {
        Shape shape = shape();
        return switch (random.nextInt(4)) {
            case 0 -> Tensor.filled(shape, type, random.nextInt(3));
            case 1 -> Tensor.apply(new Leaf.Constant(shape, type, random.doubles(shape.size(), -1, 1).toArray()));
            default -> input(shape);
        };
    }

    private Tensor unary(Tensor x) {
        return switch (random.nextInt(9)) {
            case 0 -> x.neg();
            case 1 -> bounded(x).exp();
            case 2 -> positive(x).log();
            case 3 -> positive(x).sqrt();
            case 4 -> x.sigmoid();
            case 5 -> x.tanh();
            case 6 -> x.softplus();
            case 7 -> apart(x, x.scalarLike(0)).relu();
            default -> tame ? x.sub(1) : x.detach();
        };
    }

    private Tensor binary() {
        Tensor a = any();
        Tensor b = any(a);
        return switch (random.nextInt(10)) {
            case 0 -> scaled(a.add(b), 2);
            case 1 -> scaled(a.sub(b), 2);
            case 2 -> scaled(b.sub(a), 2);
            case 3, 4 -> bounded(a).mul(b);
            case 5 -> scaled(a, 2).div(positive(b));
            case 6 -> scaled(b, 2).div(positive(a));
            case 7 -> apart(a, b).maximum(b);
            case 8 -> b.minimum(apart(a, b));
            default -> compared(a, b);
        };
    }

    private Tensor compared(Tensor a, Tensor b) {
        return comparison(apart(a, b), b);
    }

    private Tensor comparison(Tensor a, Tensor b) {
        return switch (random.nextInt(3)) {
            case 0 -> a.greater(b);
            case 1 -> b.greaterOrEqual(a);
            default -> a.equalTo(b);
        };
    }

    private Tensor movement(Tensor x) {
        Shape shape = x.shape();
        return switch (random.nextInt(4)) {
            case 0 -> x.reshape(random.nextBoolean() ? Shape.of((int) shape.size()) : reversed(shape));
            case 1 -> x.permute(order(shape.rank()));
            case 2 -> x.broadcastTo(wider(shape));
            default -> {
                Tensor rows = ranked(x);
                int axis = random.nextInt(rows.shape().rank());
                int start = random.nextInt(rows.shape().dim(axis));
                yield rows.slice(axis, start, random.nextInt(start, rows.shape().dim(axis)) + 1, 1 + random.nextInt(2));
            }
        };
    }

    private Tensor contraction(Tensor x) {
        int[] axes = IntStream.range(0, x.shape().rank()).filter(axis -> random.nextBoolean()).toArray();
        return switch (random.nextInt(6)) {
            case 0 -> scaled(x.sum(axes), x.shape().size());
            case 1 -> scaled(x.sumKeep(axes), x.shape().size());
            case 2 -> spread(x, axes).max(axes);
            case 3 -> spread(x, axes).maxKeep(axes);
            default -> product(matrix(x), random.nextBoolean());
        };
    }

    private Tensor product(Tensor a, boolean transposed) {
        int inner = a.shape().dim(transposed ? 0 : 1);
        List<Tensor> left = matrices(b -> b.shape().dim(0) == inner);
        List<Tensor> right = matrices(b -> b.shape().dim(1) == inner);
        boolean other = left.isEmpty() || !right.isEmpty() && random.nextBoolean();
        return scaled(bounded(a).matMul(any(other ? right : left, transposed ? a.permute(1, 0) : a), transposed, other), inner);
    }

    private Tensor selection(Tensor any) {
        Tensor x = ranked(any);
        int rows = x.shape().dim(0);
        return switch (random.nextInt(6)) {
            case 0 -> {
                Tensor y = any(x);
                boolean byIds = random.nextInt(3) == 0;
                Tensor condition = byIds ? comparison(ids(x.shape(), LARGEST_EXTENT), ids(y.shape(), LARGEST_EXTENT)) : compared(x, y);
                yield condition.where(x, y);
            }
            case 1 -> {
                int axis = random.nextInt(x.shape().rank());
                List<Tensor> fitting = tensors.stream().filter(tensor -> tensor.shape().rank() == x.shape().rank()
                        && tensor.shape().with(axis, 1).equals(x.shape().with(axis, 1))).toList();
                yield Tensor.concat(axis, List.of(x, any(fitting, x)).subList(0, 1 + random.nextInt(2)));
            }
            case 2 -> x.gather(ids(shape(), rows));
            case 3 -> scaled(x.scatterAdd(ids(Shape.of(rows), LARGEST_EXTENT), LARGEST_EXTENT), rows);
            case 4 -> spread(x, x.shape().rank() - 1).oneHotArgmax();
            default -> tame ? x.detach().straightThrough(x) : x.straightThrough(x.exp());
        };
    }

    private Tensor fused(Tensor x) {
        int columns = x.shape().last();
        Tensor like = any(tensors.stream().filter(tensor -> tensor.shape().equals(x.shape())).toList(), x.neg());
        return switch (random.nextInt(11)) {
            case 7 -> Tensor.apply(new Fused.ActivationGradient(smooth()), bounded(x), like);
            case 8 -> Tensor.apply(new Fused.SoftmaxGradient(), x.softmax(), bounded(like), positive(scaled(like.sum(), like.shape().size())));
            case 9 -> Tensor.apply(new Fused.BernoulliNllGradient(), x, like.sigmoid(), scaled(bounded(like).sum(-1), columns));
            case 10 -> Tensor.apply(new Fused.CategoricalKlGradient(), x, scaled(bounded(like).sum(-1), columns));
            case 0, 1 -> linear(bounded(x), scaled(any(matrices(weight -> weight.shape().dim(1) == columns), x), columns));
            case 2 -> x.softmax();
            case 3 -> x.logSumExp();
            case 4 -> Tensor.apply(new Fused.GumbelSoftmax(), x, like, positive(scaled(like.sum(), like.shape().size())));
            case 5 -> scaled(Tensor.apply(new Fused.BernoulliNll(), x, like.sigmoid()), columns);
            default -> Tensor.apply(new Fused.CategoricalKl(), x);
        };
    }

    private Activation smooth() {
        return random.nextBoolean() ? Activation.SIGMOID : Activation.TANH;
    }

    private Tensor linear(Tensor x, Tensor weight) {
        Shape outputs = Shape.of(weight.shape().dim(0));
        Tensor bias = any(tensors.stream().filter(tensor -> tensor.shape().equals(outputs)).toList(), weight.sum(1));
        Activation activation = Activation.values()[random.nextInt(Activation.values().length)];
        if (activation == Activation.RELU) {
            margins.add(x.matMul(weight, false, true).add(bias));
        }
        return Tensor.apply(new Fused.Linear(activation), x, weight, bias);
    }

    /** What a simplifier has something to do with. */
    private Tensor needless(Tensor x) {
        Shape shape = x.shape();
        return switch (random.nextInt(12)) {
            case 0 -> x.mul(1);
            case 1 -> x.filledLike(1).mul(x);
            case 2 -> x.div(x.filledLike(1));
            case 3 -> x.neg().neg();
            case 4 -> x.permute(order(shape.rank())).permute(order(shape.rank()));
            case 5 -> x.reshape(Shape.of((int) shape.size())).reshape(reversed(shape));
            case 6 -> x.broadcastTo(wider(shape)).mul(x);
            case 7 -> x.scalarLike(random.nextInt(2)).where(x, any(x));
            case 8 -> x.filledLike(random.nextInt(3)).exp().mul(x.scalarLike(0.25)).sub(x);
            case 9 -> matrix(x).permute(1, 0).matMul(matrix(bounded(x)));
            case 10 -> x.filledLike(0.5).reshape(reversed(shape)).add(x.reshape(reversed(shape)));
            default -> x.reshape(Shape.of(1, (int) shape.size())).sum(0);
        };
    }

    private Input input(Shape shape) {
        Input input = new Input("x" + values.size(), shape, type);
        double[] drawn = random.doubles(shape.size(), -1.5, 1.5).toArray();
        for (int i = 0; !tame && i < drawn.length; i++) {
            drawn[i] = random.nextInt(8) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : drawn[i];
        }
        values.put(input, HostTensor.of(shape, type, drawn));
        return input;
    }

    private Input ids(Shape shape, int range) {
        Input input = Tensor.ids("x" + values.size(), shape);
        values.put(input, HostTensor.ids(shape, random.ints(shape.size(), 0, range).toArray()));
        return input;
    }

    private Shape shape() {
        return Shape.of(IntStream.range(0, random.nextInt(LARGEST_RANK)).map(axis -> extent()).toArray());
    }

    private int extent() {
        return 1 + random.nextInt(LARGEST_EXTENT);
    }

    private Shape wider(Shape shape) {
        IntStream added = IntStream.range(0, random.nextInt(2)).map(axis -> extent());
        return Shape.of(IntStream.concat(added, IntStream.of(shape.dims()).map(dim -> dim == 1 ? extent() : dim)).toArray());
    }

    private static Shape reversed(Shape shape) {
        return Shape.of(IntStream.range(0, shape.rank()).map(axis -> shape.dim(-1 - axis)).toArray());
    }

    private int[] order(int rank) {
        List<Integer> order = new ArrayList<>();
        IntStream.range(0, rank).forEach(axis -> order.add(random.nextInt(axis + 1), axis));
        return order.stream().mapToInt(axis -> axis).toArray();
    }

    /** One of the tensors drawn so far, rather a late one. */
    private Tensor any() {
        return tensors.get(Math.max(random.nextInt(tensors.size()), random.nextInt(tensors.size())));
    }

    private Tensor any(List<Tensor> fitting, Tensor otherwise) {
        return fitting.isEmpty() ? otherwise : fitting.get(random.nextInt(fitting.size()));
    }

    /** One that broadcasts with another. */
    private Tensor any(Tensor other) {
        return any(tensors.stream().filter(tensor -> broadcast(tensor.shape(), other.shape())).toList(), other);
    }

    private static boolean broadcast(Shape a, Shape b) {
        return IntStream.rangeClosed(1, Math.min(a.rank(), b.rank())).allMatch(i -> a.dim(-i) == b.dim(-i) || a.dim(-i) == 1 || b.dim(-i) == 1);
    }

    private List<Tensor> matrices(Predicate<Tensor> fitting) {
        return tensors.stream().filter(tensor -> tensor.shape().rank() == 2).filter(fitting).toList();
    }

    private static Tensor ranked(Tensor x) {
        return x.shape().rank() == 0 ? x.reshape(1) : x;
    }

    private static Tensor matrix(Tensor x) {
        int columns = ranked(x).shape().last();
        return x.shape().rank() == 2 ? x : x.reshape((int) x.shape().size() / columns, columns);
    }

    private Tensor bounded(Tensor x) {
        return tame ? x.tanh() : x;
    }

    private Tensor positive(Tensor x) {
        return tame ? x.softplus().add(0.5) : x;
    }

    private Tensor scaled(Tensor x, double divisor) {
        return tame ? x.mul(1 / divisor) : x;
    }

    /** Keeps a from being equal to b by construction, and notes the distance. */
    private Tensor apart(Tensor a, Tensor b) {
        if (!tame) {
            return a;
        }
        Tensor moved = a.sub(0.3);
        margins.add(moved.sub(b));
        return moved;
    }

    /** Keeps elements from being equal by construction, and notes how far the largest is above the next. */
    private Tensor spread(Tensor x, int... axes) {
        if (!tame) {
            return x;
        }
        double[] ramp = IntStream.range(0, (int) x.shape().size()).mapToDouble(i -> Math.sin(1 + 2.3 * i)).toArray();
        Tensor moved = x.add(Tensor.apply(new Leaf.Constant(x.shape(), type, ramp)));
        Tensor largest = moved.equalTo(moved.maxKeep(axes));
        Tensor next = largest.where(x.scalarLike(-LARGEST_SIZE), moved).maxKeep(axes);
        margins.add(largest.sumKeep(axes).greater(x.scalarLike(1)).where(x.scalarLike(0), moved.maxKeep(axes).sub(next)));
        return moved;
    }
}
