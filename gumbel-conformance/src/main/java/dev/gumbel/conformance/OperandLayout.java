package dev.gumbel.conformance;

import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** How the inputs of an op lie in memory: all but {@link #PLAIN} reach it as what a library makes a view of. */
enum OperandLayout {
    PLAIN {
        @Override
        Shape fed(Shape shape) {
            return shape;
        }

        @Override
        Tensor view(Tensor fed, Shape shape) {
            return fed;
        }
    },
    TRANSPOSED {
        @Override
        Shape fed(Shape shape) {
            return Shape.of(IntStream.of(reversed(shape)).map(shape::dim).toArray());
        }

        @Override
        Tensor view(Tensor fed, Shape shape) {
            return fed.permute(reversed(shape));
        }
    },
    SLICED {
        @Override
        Shape fed(Shape shape) {
            return Shape.of(IntStream.of(shape.dims()).map(extent -> extent + BEFORE + AFTER).toArray());
        }

        @Override
        Tensor view(Tensor fed, Shape shape) {
            Tensor part = fed;
            for (int axis = 0; axis < shape.rank(); axis++) {
                part = part.slice(axis, BEFORE, BEFORE + shape.dim(axis));
            }
            return part;
        }
    },
    SLICED_AND_TRANSPOSED {
        @Override
        Shape fed(Shape shape) {
            return SLICED.fed(TRANSPOSED.fed(shape));
        }

        @Override
        Tensor view(Tensor fed, Shape shape) {
            return TRANSPOSED.view(SLICED.view(fed, TRANSPOSED.fed(shape)), shape);
        }
    },
    BROADCAST {
        @Override
        Shape fed(Shape shape) {
            return shape.rank() == 0 ? shape : shape.with(0, 1);
        }

        @Override
        Tensor view(Tensor fed, Shape shape) {
            return fed.broadcastTo(shape);
        }
    };

    private static final int BEFORE = 1;
    private static final int AFTER = 2;

    /** The shape of what is fed to get a view of a shape. */
    abstract Shape fed(Shape shape);

    /** The view of that shape. */
    abstract Tensor view(Tensor fed, Shape shape);

    /** The case with its inputs laid out like this. */
    OpCase arrange(OpCase example) {
        List<Shape> shapes = example.shapes();
        return example.of(shapes.stream().map(this::fed).toList(), fed -> example.apply(
                IntStream.range(0, shapes.size()).mapToObj(i -> view(fed.get(i), shapes.get(i))).toList()));
    }

    private static int[] reversed(Shape shape) {
        return IntStream.range(0, shape.rank()).map(axis -> shape.rank() - 1 - axis).toArray();
    }
}
