package dev.gumbel.backend.array;

import dev.gumbel.backend.Feed;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.random.GumbelNoise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Brings onto the device what a run is given from the host: inputs, and noise drawn here so that its bits are the same everywhere. */
final class HostFeeder<A> {
    private final long seed;
    private final Plan plan;
    private final Kernels<A> kernels;
    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final Map<Tensor, Bound<A>> bound = new LinkedHashMap<>();

    HostFeeder(long seed, Plan plan, Kernels<A> kernels, Arena arena) {
        this.seed = seed;
        this.plan = plan;
        this.kernels = kernels;
        plan.source().inputs().forEach(input -> inputs.put(input.name(), input));
        for (Tensor tensor : plan.lowered().tensors()) {
            if (tensor.op() instanceof Leaf && !(tensor.op() instanceof Leaf.Variable)) {
                HostTensor host = HostTensor.allocate(tensor.shape(), tensor.type(), arena);
                if (tensor.op() instanceof Leaf.Constant constant) {
                    fill(host, constant);
                }
                bound.put(tensor, new Bound<>(host, kernels.bind(host)));
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
            switch (tensor.op()) {
                case Leaf.Input input -> pair.host().copyFrom(Objects.requireNonNull(feed.values().get(input.name()), "checked before"));
                case Leaf.Random random -> draw(random, pair.host(), feed);
                default -> {
                    return;
                }
            }
            kernels.refresh(pair.array(), pair.host());
        });
    }

    /** Checks the feed before anything of the last run is given up. */
    void requireComplete(Map<String, HostTensor> values) {
        String program = plan.source().name();
        inputs.forEach((name, input) -> {
            HostTensor value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("program '%s': input '%s' %s is not fed; fed are %s".formatted(
                        program, name, input.signature(), values.keySet()));
            }
            if (!value.shape().equals(input.shape()) || value.type() != input.type()) {
                throw new IllegalArgumentException("program '%s': input '%s' expects %s, got %s%s".formatted(
                        program, name, input.signature(), value.type(), value.shape()));
            }
        });
        for (String name : values.keySet()) {
            if (!inputs.containsKey(name)) {
                throw new IllegalArgumentException("program '%s' has no input '%s', it has %s".formatted(program, name, inputs.keySet()));
            }
        }
    }

    private void draw(Leaf.Random random, HostTensor host, Feed feed) {
        Shape shape = host.shape();
        long first = shape.rank() == 0 ? 0 : Math.multiplyExact(feed.rowOffset(), shape.size() / shape.dim(0));
        GumbelNoise noise = GumbelNoise.of(seed, plan.source().domain(), random.name(), feed.step());
        if (host.type() == DataType.FLOAT32) {
            noise.fill(host.segment(), first, shape.size());
        } else {
            for (long i = 0; i < shape.size(); i++) {
                host.set(i, noise.get(first + i));
            }
        }
    }

    void close() {
        List.copyOf(bound.values()).forEach(pair -> kernels.release(pair.array()));
    }
}
