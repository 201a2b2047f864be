package dev.gumbel.backend.array;

import dev.gumbel.backend.Feed;
import dev.gumbel.graph.Program;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a run of one program is given: the inputs that were fed, and noise drawn here so that its bits are the same everywhere. */
public final class FeedReader {
    private final Program program;
    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final Map<String, NoiseDraws> noises = new HashMap<>();
    private final List<IdRange> ids;
    private final long seed;
    private final Counters counters;

    /** A reader for a program in a session of the given seed and counters. */
    public FeedReader(long seed, Program program, Counters counters) {
        this.program = program;
        this.counters = counters;
        this.seed = seed;
        program.inputs().forEach(input -> inputs.put(input.name(), input));
        ids = IdRange.of(program);
    }

    /**
     * Checks that all inputs are fed and nothing else is.
     *
     * @throws IllegalArgumentException naming the input that is missing, unknown or of another signature
     * @throws dev.gumbel.backend.CheckException naming the op for whose table an id is too large or negative
     */
    public void requireComplete(Feed feed) {
        Map<String, HostTensor> values = feed.values();
        inputs.forEach((name, input) -> {
            HostTensor value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("program '%s': input '%s' %s is not fed; fed are %s".formatted(
                        program.name(), name, input.signature(), values.keySet()));
            }
            if (!value.shape().equals(input.shape()) || value.type() != input.type()) {
                throw new IllegalArgumentException("program '%s': input '%s' expects %s, got %s%s".formatted(
                        program.name(), name, input.signature(), value.type(), value.shape()));
            }
        });
        for (String name : values.keySet()) {
            if (!inputs.containsKey(name)) {
                throw new IllegalArgumentException("program '%s' has no input '%s', it has %s".formatted(
                        program.name(), name, inputs.keySet()));
            }
        }
        ids.forEach(range -> range.check(program.name(), feed));
    }

    /** Copies an input of a complete feed, draws noise, or computes a scalar of the step. */
    public void read(Tensor leaf, Feed feed, HostTensor into) {
        switch (leaf.op()) {
            case Leaf.Input input -> into.copyFrom(Objects.requireNonNull(feed.values().get(input.name()), "checked before"));
            case Leaf.StepScalar scalar -> into.set(0, counters.value(scalar));
            case Leaf.Random random -> noise(random, feed).fill(into.segment(), firstDraw(random, feed), into.shape().size());
            default -> throw new IllegalArgumentException("neither fed nor drawn: " + leaf);
        }
    }

    /** The draws of a noise in a run. */
    NoiseDraws noise(Leaf.Random random, Feed feed) {
        return noises.computeIfAbsent(random.name(), name -> new NoiseAddress(random.kind(), seed, program.domain(), name, 0).draws())
                .at(feed.step());
    }

    /** The index, in its stream, of the first draw that a noise holds in a run. */
    public static long firstDraw(Leaf.Random random, Feed feed) {
        Shape shape = random.shape();
        return random.perRow() ? Math.multiplyExact(feed.rowOffset(), shape.size() / shape.dim(0)) : 0;
    }
}
