package dev.gumbel.random;

import dev.gumbel.op.Leaf;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;

/**
 * Named tensors of noise: the same seed, program domain, step and name give the same float32 bits on every backend. A program refuses a second
 * call with the same name, as its draws would be the same ones.
 *
 * <p>Noise is drawn per row unless {@link #unbatched} is called: its first axis is the batch, and a run of a shard of a batch, which says so by
 * the row offset of its feed, draws what these rows are in the whole batch.
 */
public final class Noise {
    private Noise() {}

    /** Independent standard Gumbel draws, per row. */
    public static Tensor gumbel(String name, Shape shape) {
        return of(NoiseKind.GUMBEL, name, shape);
    }

    /** Independent uniform draws from (0, 1), per row. A Gumbel draw made of one lacks the tail: use {@link #gumbel}. */
    public static Tensor uniform(String name, Shape shape) {
        return of(NoiseKind.UNIFORM, name, shape);
    }

    /** Independent exponential draws of rate 1, per row. */
    public static Tensor exponential(String name, Shape shape) {
        return of(NoiseKind.EXPONENTIAL, name, shape);
    }

    /** Independent standard logistic draws, per row. */
    public static Tensor logistic(String name, Shape shape) {
        return of(NoiseKind.LOGISTIC, name, shape);
    }

    /** Independent standard normal draws, per row. */
    public static Tensor normal(String name, Shape shape) {
        return of(NoiseKind.NORMAL, name, shape);
    }

    /** Independent draws of a kind, per row; a scalar has none and is one draw for all shards. */
    public static Tensor of(NoiseKind kind, String name, Shape shape) {
        return Tensor.apply(new Leaf.Random(name, kind, shape, shape.rank() > 0));
    }

    /** Independent draws of a kind that are not indexed by the batch, such as those of weights: every shard of a batch draws the same. */
    public static Tensor unbatched(NoiseKind kind, String name, Shape shape) {
        return Tensor.apply(new Leaf.Random(name, kind, shape, false));
    }

    /**
     * The draw of other noise of this name once more, for a program that means to use one draw in several places:
     * {@code Noise.shared(Noise.uniform("u", shape))}.
     *
     * @throws IllegalArgumentException if the tensor is not noise
     */
    public static Tensor shared(Tensor noise) {
        if (noise.op() instanceof Leaf.Random random) {
            return Tensor.apply(new Leaf.Random(random.name(), random.kind(), random.shape(), random.perRow(), true));
        }
        throw new IllegalArgumentException("noise: only noise can be shared, not %s: pass the tensor itself".formatted(noise));
    }
}
