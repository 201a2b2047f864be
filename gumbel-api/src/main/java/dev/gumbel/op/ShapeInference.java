package dev.gumbel.op;

import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import java.util.Arrays;
import java.util.List;

/** The shape rule of every op: what it demands of its inputs, and the signature of its result. */
public final class ShapeInference {
    private ShapeInference() {}

    /**
     * The signature of an op's result.
     *
     * @throws ShapeException if the op is not defined on these inputs; the message names the op and the full shapes
     */
    public static Signature infer(Op op, List<Signature> inputs) {
        require(inputs.size() == arity(op, inputs.size()), op, inputs, "takes %d inputs", arity(op, inputs.size()));
        return switch (op) {
            case Leaf leaf -> new Signature(leaf.shape(), leaf.type());
            case Unary _ -> floating(op, inputs).getFirst();
            case Binary binary -> broadcast(op, compares(binary) ? comparable(op, inputs) : floating(op, inputs));
            case Movement movement -> new Signature(move(movement, inputs.getFirst().shape()), inputs.getFirst().type());
            case MatMul matMul -> matMul(matMul, floating(op, inputs));
            case Reduce reduce -> reduce(reduce, floating(op, inputs).getFirst());
            case Selection selection -> select(selection, inputs);
            case Fused fused -> fuse(fused, floating(op, inputs));
        };
    }

    private static int arity(Op op, int given) {
        return switch (op) {
            case Leaf _ -> 0;
            case Unary _, Movement _, Reduce _, Selection.OneHotArgmax _, Fused.Softmax _, Fused.LogSumExp _, Fused.CategoricalKl _ -> 1;
            case Binary _, MatMul _, Selection.Gather _, Selection.ScatterAdd _, Selection.StraightThrough _, Fused.BernoulliNll _,
                    Fused.ActivationGradient _, Fused.CategoricalKlGradient _ -> 2;
            case Selection.Where _, Fused.Linear _, Fused.GumbelSoftmax _, Fused.SoftmaxGradient _, Fused.BernoulliNllGradient _ -> 3;
            case Selection.Concat _ -> Math.max(1, given);
        };
    }

    private static Shape move(Movement op, Shape x) {
        return switch (op) {
            case Movement.Reshape(Shape shape) -> {
                if (shape.size() != x.size()) {
                    throw new ShapeException("reshape: %s holds %d elements, %s holds %d".formatted(x, x.size(), shape, shape.size()));
                }
                yield shape;
            }
            case Movement.Permute permute -> permute(permute, x);
            case Movement.BroadcastTo(Shape shape) -> {
                if (!x.broadcastsTo(shape)) {
                    throw new ShapeException("broadcastTo: %s does not broadcast to %s".formatted(x, shape));
                }
                yield shape;
            }
            case Movement.Slice slice -> slice(slice, x);
        };
    }

    private static Shape slice(Movement.Slice op, Shape x) {
        if (op.step() < 1) {
            throw new ShapeException("slice: step %d of axis %d of %s, expected at least 1".formatted(op.step(), op.axis(), x));
        }
        if (op.axis() < 0 || op.axis() >= x.rank() || op.start() < 0 || op.start() >= op.end() || op.end() > x.dim(op.axis())) {
            throw new ShapeException("slice: [%d, %d) of axis %d is empty or outside %s".formatted(op.start(), op.end(), op.axis(), x));
        }
        return x.with(op.axis(), op.extent());
    }

    private static Shape permute(Movement.Permute op, Shape x) {
        int[] axes = op.axes();
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        boolean valid = axes.length == x.rank();
        for (int i = 0; valid && i < sorted.length; i++) {
            valid = sorted[i] == i;
        }
        if (!valid) {
            throw new ShapeException("permute: %s is not an order of the %d axes of %s".formatted(Arrays.toString(axes), x.rank(), x));
        }
        return Shape.of(Arrays.stream(axes).map(x::dim).toArray());
    }

    private static Signature matMul(MatMul op, List<Signature> inputs) {
        Shape a = inputs.get(0).shape();
        Shape b = inputs.get(1).shape();
        require(a.rank() == 2 && b.rank() == 2, op, inputs, "both operands must be matrices%s", a.rank() > 2 && b.rank() == 2
                ? "; join the leading axes of the first: reshape(-1, %d)".formatted(a.last())
                : a.rank() > 2 ? "; for products of several matrices, slice out each pair" : "");
        int inner = a.dim(op.transposeA() ? 0 : 1);
        int other = b.dim(op.transposeB() ? 1 : 0);
        String hint = inner == b.dim(op.transposeB() ? 0 : 1) ? " (did you mean transposeB%s?)".formatted(op.transposeB() ? " = false" : "") : "";
        require(inner == other, op, inputs, "inner dimensions %d and %d differ%s", inner, other, hint);
        return new Signature(Shape.of(a.dim(op.transposeA() ? 1 : 0), b.dim(op.transposeB() ? 0 : 1)), inputs.getFirst().type());
    }

    private static Signature reduce(Reduce op, Signature x) {
        int[] axes = op.axes();
        for (int i = 0; i < axes.length; i++) {
            boolean ascending = axes[i] >= 0 && axes[i] < x.shape().rank() && (i == 0 || axes[i] > axes[i - 1]);
            require(ascending, op, List.of(x), "axes %s must be ascending axes of the input", Arrays.toString(axes));
        }
        return new Signature(x.shape().reduce(axes, op.keep()), x.type());
    }

    private static Signature select(Selection op, List<Signature> inputs) {
        Shape first = inputs.getFirst().shape();
        return switch (op) {
            case Selection.Where _ -> {
                boolean byIds = inputs.getFirst().type() == DataType.INT32 && inputs.getLast().type().isFloating();
                requireFloating(op, inputs, byIds ? inputs.subList(1, inputs.size()) : inputs);
                yield broadcast(op, inputs);
            }
            case Selection.Concat(int axis) -> concat(op, axis, inputs);
            case Selection.Gather _ -> {
                requireIds(op, inputs);
                require(first.rank() >= 1, op, inputs, "the table needs at least one axis");
                yield new Signature(inputs.get(1).shape().followedBy(first, 1), inputs.getFirst().type());
            }
            case Selection.ScatterAdd(int rows) -> {
                requireIds(op, inputs);
                int idRank = inputs.get(1).shape().rank();
                boolean leads = first.rank() >= idRank && inputs.get(1).shape().followedBy(first, idRank).equals(first);
                require(leads, op, inputs, "the updates' leading axes must be those of the ids");
                require(rows > 0, op, inputs, "%d rows, expected at least 1", rows);
                yield new Signature(Shape.of(rows).followedBy(first, idRank), inputs.getFirst().type());
            }
            case Selection.OneHotArgmax _ -> {
                require(first.rank() >= 1, op, inputs, "a scalar has no last axis");
                yield floating(op, inputs).getFirst();
            }
            case Selection.StraightThrough _ -> {
                require(first.equals(inputs.get(1).shape()), op, inputs, "hard and soft must have one shape");
                yield floating(op, inputs).getFirst();
            }
        };
    }

    private static Signature concat(Op op, int axis, List<Signature> inputs) {
        Signature first = inputs.getFirst();
        require(axis >= 0 && axis < first.shape().rank(), op, inputs, "there is no axis %d", axis);
        int extent = 0;
        for (Signature input : inputs) {
            boolean fits = input.type() == first.type() && input.shape().rank() == first.shape().rank()
                    && input.shape().with(axis, 1).equals(first.shape().with(axis, 1));
            require(fits, op, inputs, "the inputs may differ along axis %d only", axis);
            extent += input.shape().dim(axis);
        }
        return new Signature(first.shape().with(axis, extent), first.type());
    }

    private static Signature fuse(Fused op, List<Signature> inputs) {
        Shape first = inputs.getFirst().shape();
        DataType type = inputs.getFirst().type();
        require(first.rank() >= 1 || op instanceof Fused.ActivationGradient, op, inputs, "a scalar has no rows");
        return switch (op) {
            case Fused.Linear _ -> linear(op, inputs);
            case Fused.Softmax _ -> inputs.getFirst();
            case Fused.LogSumExp _, Fused.CategoricalKl _ -> new Signature(first.reduce(new int[] {-1}, false), type);
            case Fused.GumbelSoftmax _ -> {
                require(first.equals(inputs.get(1).shape()), op, inputs, "logits and noise must have one shape");
                require(inputs.get(2).shape().rank() == 0, op, inputs, "the temperature must be a scalar");
                yield inputs.getFirst();
            }
            case Fused.BernoulliNll _ -> {
                require(first.equals(inputs.get(1).shape()), op, inputs, "logits and targets must have one shape");
                yield new Signature(first.reduce(new int[] {-1}, false), type);
            }
            case Fused.ActivationGradient _, Fused.SoftmaxGradient _, Fused.BernoulliNllGradient _, Fused.CategoricalKlGradient _ -> {
                requireGradient(op, inputs);
                yield inputs.getFirst();
            }
        };
    }

    private static void requireGradient(Fused op, List<Signature> inputs) {
        Shape first = inputs.getFirst().shape();
        Shape last = inputs.getLast().shape();
        if (op instanceof Fused.CategoricalKlGradient || op instanceof Fused.BernoulliNllGradient) {
            require(last.equals(first.reduce(new int[] {-1}, false)), op, inputs, "the gradient must have one number for each row");
        }
        if (op instanceof Fused.SoftmaxGradient) {
            require(last.rank() == 0, op, inputs, "the temperature must be a scalar");
        }
        if (!(op instanceof Fused.CategoricalKlGradient)) {
            require(first.equals(inputs.get(1).shape()), op, inputs, "the first two inputs must have one shape");
        }
    }

    private static Signature linear(Fused op, List<Signature> inputs) {
        Shape x = inputs.get(0).shape();
        Shape weight = inputs.get(1).shape();
        Shape bias = inputs.get(2).shape();
        require(x.rank() == 2 && weight.rank() == 2, op, inputs, "x and weight must be matrices");
        require(x.dim(1) == weight.dim(1), op, inputs, "x has %d features, the weight [out, in] takes %d", x.dim(1), weight.dim(1));
        require(bias.equals(Shape.of(weight.dim(0))), op, inputs, "the bias must be [%d]", weight.dim(0));
        return new Signature(Shape.of(x.dim(0), weight.dim(0)), inputs.getFirst().type());
    }

    private static Signature broadcast(Op op, List<Signature> inputs) {
        Shape shape = inputs.getFirst().shape();
        for (Signature input : inputs) {
            shape = Shape.broadcast(op.label(), shape, input.shape());
        }
        return new Signature(shape, inputs.getLast().type());
    }

    private static boolean compares(Binary op) {
        return switch (op) {
            case Binary.Greater _, Binary.GreaterOrEqual _, Binary.Equal _ -> true;
            case Binary.Add _, Binary.Sub _, Binary.Mul _, Binary.Div _, Binary.Maximum _, Binary.Minimum _ -> false;
        };
    }

    private static List<Signature> comparable(Op op, List<Signature> inputs) {
        require(inputs.getFirst().type() == inputs.getLast().type(), op, inputs, "needs inputs of one type");
        return inputs;
    }

    private static List<Signature> floating(Op op, List<Signature> inputs) {
        requireFloating(op, inputs, inputs);
        return inputs;
    }

    private static void requireFloating(Op op, List<Signature> inputs, List<Signature> numbers) {
        DataType type = numbers.getFirst().type();
        boolean uniform = type.isFloating() && numbers.stream().allMatch(input -> input.type() == type);
        require(uniform, op, inputs, numbers.stream().anyMatch(input -> input.type() == DataType.INT32)
                ? "needs inputs of one floating type; INT32 holds ids, not numbers to compute with" : "needs inputs of one floating type");
    }

    private static void requireIds(Op op, List<Signature> inputs) {
        require(inputs.getFirst().type().isFloating(), op, inputs, "the first input must be of a floating type");
        require(inputs.get(1).type() == DataType.INT32, op, inputs, "the ids must be INT32");
    }

    private static void require(boolean condition, Op op, List<Signature> inputs, String problem, Object... arguments) {
        if (!condition) {
            boolean usual = inputs.stream().allMatch(input -> input.type() == inputs.getFirst().type() && input.type().isFloating());
            List<?> shown = usual ? inputs.stream().map(Signature::shape).toList() : inputs;
            String shapes = String.join(" x ", shown.stream().map(Object::toString).toList());
            throw new ShapeException("%s: %s: %s".formatted(op.label(), shapes, problem.formatted(arguments)));
        }
    }
}
