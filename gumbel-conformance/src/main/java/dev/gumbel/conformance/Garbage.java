package dev.gumbel.conformance;

import com.sun.management.ThreadMXBean;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.tensor.HostTensor;
import java.lang.management.ManagementFactory;

/** How many bytes of Java heap a backend asks for in the steady state. */
public final class Garbage {
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Until the last the JIT compiler has come. */
    private static final int WINDOWS = 80;
    private static final int STEPS = 50;

    private Garbage() {}

    /** Bytes of one training step of the article's network, in the first window of 50 steps that takes less than {@code enough}, else in the best. */
    public static long ofTrainingStep(Backend backend, long enough) {
        Program train = CategoricalVae.article().train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        Feed feed = Feed.at(0).put(CategoricalVae.IMAGES, BackendSoakTest.images()).put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        long least = Long.MAX_VALUE;
        try (Session session = backend.open(1, train)) {
            for (int window = 0; window < WINDOWS && least >= enough; window++) {
                long before = THREAD.getCurrentThreadAllocatedBytes();
                for (int step = 0; step < STEPS; step++) {
                    session.run(train, feed.step(step)).get(CategoricalVae.LOSS);
                }
                least = Math.min(least, (THREAD.getCurrentThreadAllocatedBytes() - before) / STEPS);
            }
        }
        System.out.printf("bytes of Java heap a step: %d%n", least);
        return least;
    }
}
