package dev.gumbel.bench.subject;

import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import dev.gumbel.kernels.simd.VectorApi;
import dev.gumbel.kernels.simd.WorkerPool;
import java.util.Optional;

/**
 * As many multiply-adds as the products of a training step have, in a loop that touches nothing but registers, and one pass over Adam's bytes: no
 * program in Java is faster on this JVM but by leaving some out. Without the Vector API there is no such loop, and no floor.
 */
final class JavaFloor implements Subject {
    /** Parts of the loop for each thread: one that the system puts aside leaves its next parts to the others. */
    private static final int PARTS = 16;
    private int threads = 1;

    @Override
    public String name() {
        return "java-floor";
    }

    @Override
    public String title() {
        return "Floor: the products' multiply-adds in registers alone, in Java, and one pass over Adam's bytes";
    }

    @Override
    public String library() {
        return "java";
    }

    @Override
    public Role role() {
        return Role.FLOOR;
    }

    @Override
    public String load(int threads) {
        this.threads = threads;
        return Subjects.version(library());
    }

    @Override
    public String computes() {
        return VectorApi.computes();
    }

    @Override
    public String by() {
        return JAVA;
    }

    @Override
    public Optional<Work> open(Case wanted) {
        return wanted.workload() == Workload.TRAIN && VectorApi.isUsable() ? Optional.of(new MultiplyAdds(threads, wanted.count()))
                : Optional.empty();
    }

    private static final class MultiplyAdds implements Work {
        private final AdamBytes adam = new AdamBytes(Layers.parameters());
        private final WorkerPool workers;
        private final int parts;
        private final long each;
        private final float[] sums;
        private float moved;

        MultiplyAdds(int threads, int batch) {
            workers = WorkerPool.of(threads);
            parts = threads == 1 ? 1 : PARTS * threads;
            each = Math.ceilDiv(Layers.multiplyAdds(batch), parts);
            sums = new float[parts];
            moved = RegisterLoop.warm();
        }

        @Override
        public void run() {
            workers.run(parts, (member, part) -> sums[part] = RegisterLoop.multiplyAdds(each));
            moved = adam.pass();
        }

        /** No loss: a number that depends on all of it, which the compiler may therefore not leave out. */
        @Override
        public double loss() {
            double all = moved;
            for (float sum : sums) {
                all += sum;
            }
            return all;
        }

        @Override
        public void close() {
            workers.close();
        }
    }
}
