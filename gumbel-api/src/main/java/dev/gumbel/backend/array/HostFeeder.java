package dev.gumbel.backend.array;

import dev.gumbel.backend.Feed;
import dev.gumbel.op.Leaf;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings onto the device what a run is given from the host: inputs, scalars of the step, and noise drawn here so that its bits are the same
 * everywhere.
 */
final class HostFeeder<A> {
    private final FeedReader reader;
    private final Kernels<A> kernels;
    private final Map<Tensor, BoundArray<A>> bound = new LinkedHashMap<>();

    HostFeeder(long seed, Plan plan, Counters counters, Kernels<A> kernels, Arena arena) {
        this.reader = new FeedReader(seed, plan.source(), counters);
        this.kernels = kernels;
        for (Tensor tensor : plan.lowered().tensors()) {
            if (tensor.op() instanceof Leaf && !(tensor.op() instanceof Leaf.Variable)) {
                HostTensor host = HostTensor.allocate(tensor.shape(), tensor.type(), arena);
                if (tensor.op() instanceof Leaf.Constant constant) {
                    fill(host, constant);
                }
                bound.put(tensor, new BoundArray<>(host, kernels.bind(host)));
            }
        }
    }

    private static void fill(HostTensor host, Leaf.Constant constant) {
        for (long i = 0; i < host.shape().size(); i++) {
            host.set(i, constant.value(i));
        }
    }

    Map<Tensor, A> arrays() {
        Map<Tensor, A> arrays = new LinkedHashMap<>();
        bound.forEach((tensor, pair) -> arrays.put(tensor, pair.array()));
        return arrays;
    }

    void feed(Feed feed) {
        bound.forEach((tensor, pair) -> {
            if (tensor.op() instanceof Leaf.Random random) {
                kernels.draw(pair.array(), pair.host(), reader.noise(random, feed), FeedReader.firstDraw(random, feed));
            } else if (!(tensor.op() instanceof Leaf.Constant)) {
                reader.read(tensor, feed, pair.host());
                kernels.refresh(pair.array(), pair.host());
            }
        });
    }

    /** Checks the feed before anything of the last run is given up. */
    void requireComplete(Feed feed) {
        reader.requireComplete(feed);
    }

    void close() {
        List.copyOf(bound.values()).forEach(pair -> kernels.release(pair.array()));
    }
}
