package dev.gumbel.random;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Names for the noise of one user, such as an estimator: all begin with the scope's own, so that two users never share a draw by accident.
 * {@code NoiseScope.named("z").gumbel("u", shape)} is the noise {@code z.u}; {@code child("a")} names what begins with {@code z.a}. A name is
 * given once; two scopes of one prefix in a program are found by its verification.
 *
 * <p>A scope that is {@link #fed} hands out inputs of the same names and shapes instead: for draws computed elsewhere.
 */
public final class NoiseScope {
    private final String prefix;
    private final boolean fed;
    private final Set<String> taken = new HashSet<>();

    private NoiseScope(String prefix, boolean fed) {
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("noise scope: its name is empty");
        }
        this.prefix = prefix;
        this.fed = fed;
    }

    /**
     * A scope whose noise is drawn.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static NoiseScope named(String prefix) {
        return new NoiseScope(prefix, false);
    }

    /**
     * A scope whose noise is fed.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static NoiseScope fed(String prefix) {
        return new NoiseScope(prefix, true);
    }

    /** A scope within this one. Its name is taken then; see {@link #of} for what is refused. */
    public NoiseScope child(String name) {
        return new NoiseScope(take(name), fed);
    }

    /** Standard Gumbel draws; see {@link #of}. */
    public Tensor gumbel(String name, Shape shape) {
        return of(NoiseKind.GUMBEL, name, shape);
    }

    /** Uniform draws from (0, 1); see {@link #of}. */
    public Tensor uniform(String name, Shape shape) {
        return of(NoiseKind.UNIFORM, name, shape);
    }

    /** Exponential draws of rate 1; see {@link #of}. */
    public Tensor exponential(String name, Shape shape) {
        return of(NoiseKind.EXPONENTIAL, name, shape);
    }

    /** Standard logistic draws; see {@link #of}. */
    public Tensor logistic(String name, Shape shape) {
        return of(NoiseKind.LOGISTIC, name, shape);
    }

    /** Standard normal draws; see {@link #of}. */
    public Tensor normal(String name, Shape shape) {
        return of(NoiseKind.NORMAL, name, shape);
    }

    /**
     * Draws of a kind, per row as by {@link Noise#of}.
     *
     * @throws IllegalArgumentException if the name is empty, has a dot in it or has been asked for before
     */
    public Tensor of(NoiseKind kind, String name, Shape shape) {
        return make(name, shape, (full, dims) -> Noise.of(kind, full, dims));
    }

    /** Draws of a kind that are not indexed by the batch, as by {@link Noise#unbatched}; see {@link #of} for what is refused. */
    public Tensor unbatched(NoiseKind kind, String name, Shape shape) {
        return make(name, shape, (full, dims) -> Noise.unbatched(kind, full, dims));
    }

    private Tensor make(String name, Shape shape, BiFunction<String, Shape, Tensor> draw) {
        String full = take(name);
        return fed ? Tensor.input(full, shape) : draw.apply(full, shape);
    }

    private String take(String name) {
        if (name.isEmpty() || name.indexOf('.') >= 0) {
            throw new IllegalArgumentException("noise scope '%s': '%s' is no name: expected one without dots; child() nests".formatted(prefix, name));
        }
        if (!taken.add(name)) {
            throw new IllegalArgumentException(
                    "noise scope '%s': '%s' is asked for twice, and both would be the same draw: choose another name".formatted(prefix, name));
        }
        return prefix + "." + name;
    }
}
