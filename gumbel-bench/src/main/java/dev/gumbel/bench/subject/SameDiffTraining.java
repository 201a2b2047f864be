package dev.gumbel.bench.subject;

import dev.gumbel.bench.table.Work;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * One long fit on a thread of its own, whose iterator waits for each step to be asked for: a fit begins with a session that has no arrays yet.
 * It computes only what gradients need, and tells 0 for the loss, which is therefore asked for apart.
 */
final class SameDiffTraining implements Work {
    private final SameDiff graph;
    private final List<MultiDataSet> batches;
    private final Steps steps = new Steps();
    private final CompletableFuture<Void> fit;
    private int step;

    SameDiffTraining(SameDiff graph, List<MultiDataSet> batches) {
        this.graph = graph;
        this.batches = batches;
        fit = CompletableFuture.runAsync(() -> graph.fit(steps, 1), work -> Thread.ofPlatform().daemon().name("fit").start(work));
        fit.whenComplete((none, failure) -> steps.over.release());
    }

    private MultiDataSet batch() {
        return batches.get(step % batches.size());
    }

    @Override
    public void run() {
        step++;
        steps.make(batch());
        if (fit.isDone()) {
            fit.join();
        }
    }

    @Override
    public double loss() {
        return graph.outputSingle(Map.of("images", batch().getFeatures(0)), SameDiffUser.LOSS).getDouble(0);
    }

    @Override
    public void close() {
        steps.end();
        fit.join();
    }

    /** Batches as they are asked for. A step is over when fit asks for another batch. */
    @SuppressWarnings("serial")
    private static final class Steps implements MultiDataSetIterator {
        private final Semaphore asked = new Semaphore(0);
        private final Semaphore over = new Semaphore(0);
        private @Nullable MultiDataSet batch;
        private boolean waiting;
        private boolean running;

        void make(MultiDataSet next) {
            batch = next;
            asked.release();
            over.acquireUninterruptibly();
        }

        void end() {
            batch = null;
            asked.release();
        }

        @Override
        public boolean hasNext() {
            if (running) {
                running = false;
                over.release();
            }
            if (!waiting) {
                asked.acquireUninterruptibly();
                waiting = true;
            }
            return batch != null;
        }

        @Override
        public MultiDataSet next() {
            waiting = false;
            running = true;
            return Objects.requireNonNull(batch, "asked for only if there is one");
        }

        @Override
        public MultiDataSet next(int count) {
            return next();
        }

        @Override
        public void setPreProcessor(MultiDataSetPreProcessor processor) {
            throw new UnsupportedOperationException("batches are ready");
        }

        @Override
        public @Nullable MultiDataSetPreProcessor getPreProcessor() {
            return null;
        }

        @Override
        public boolean resetSupported() {
            return false;
        }

        @Override
        public boolean asyncSupported() {
            return false;
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException("there is one epoch without an end");
        }
    }
}
