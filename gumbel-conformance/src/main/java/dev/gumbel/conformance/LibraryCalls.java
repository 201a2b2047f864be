package dev.gumbel.conformance;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Op;
import dev.gumbel.tensor.HostTensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which ops one training step of the article's network asks a library's kernels for, and how often. */
public final class LibraryCalls {
    private final Map<String, Integer> calls = new TreeMap<>();
    private Set<String> broken = Set.of();

    /** The same kernels, counted, by the interface through which they are asked. */
    @SuppressWarnings("unchecked")
    public <K> K count(K kernels, Class<? super K> type) {
        return (K) Proxy.newProxyInstance(LibraryCalls.class.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
            if (arguments != null && arguments[0] instanceof Op op) {
                if (broken.contains(op.label())) {
                    throw new IllegalStateException("the library computes no " + op.label());
                }
                calls.merge(op.label(), 1, Integer::sum);
            }
            return invoke(kernels, method, arguments);
        });
    }

    /** From now on these ops fail. */
    public void breakOps(String... labels) {
        broken = Set.of(labels);
    }

    private static Object invoke(Object kernels, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(kernels, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    /** The calls of one step of 100 images on a backend of counted kernels, by the op's name. */
    public Map<String, Integer> ofTrainingStep(Backend backend) {
        Program train = CategoricalVae.article().train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        Feed feed = Feed.at(0).put(CategoricalVae.IMAGES, BackendSoakTest.images()).put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        try (Session session = backend.open(1, train)) {
            calls.clear();
            session.run(train, feed).get(CategoricalVae.LOSS);
        }
        return new TreeMap<>(calls);
    }
}
