package dev.gumbel.bench.subject;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Inputs;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import java.util.Optional;

/** The products of a training step through DJL, and one pass over Adam's bytes. */
final class DjlFloor implements Subject {

    @Override
    public String name() {
        return "djl-floor";
    }

    @Override
    public String title() {
        return "Floor: DJL's matrix products and one pass over Adam's bytes";
    }

    @Override
    public String library() {
        return "djl";
    }

    @Override
    public Role role() {
        return Role.FLOOR;
    }

    /** Through Gumbel's backend, which has the C library keep what is freed: the pages of fresh results cost more than the products. */
    @Override
    public String load(int threads) {
        return Subjects.throughBackend(library(), threads);
    }

    @Override
    public String computes() {
        return "%s (products), Java (one pass over Adam's bytes)".formatted(Subjects.version(library()));
    }

    @Override
    public String by() {
        return BOTH;
    }

    @Override
    public Optional<Work> open(Case wanted) {
        return wanted.workload() == Workload.TRAIN ? Optional.of(new Products(wanted.count())) : Optional.empty();
    }

    private static final class Products implements Work {
        private float moved;
        private final NDManager manager = NDManager.newBaseManager();
        private final AdamBytes adam = new AdamBytes(Layers.parameters());
        private final NDArray[] inputs = new NDArray[Layers.COUNT];
        private final NDArray[] weights = new NDArray[Layers.COUNT];
        private final NDArray[] outputs = new NDArray[Layers.COUNT];
        private final NDArray[] transposedInputs = new NDArray[Layers.COUNT];
        private final NDArray[] transposedWeights = new NDArray[Layers.COUNT];

        Products(int batch) {
            for (int layer = 0; layer < Layers.COUNT; layer++) {
                int in = Layers.UNITS[layer];
                int out = Layers.UNITS[layer + 1];
                inputs[layer] = uniform(batch, in);
                outputs[layer] = uniform(batch, out);
                weights[layer] = uniform(in, out);
                transposedInputs[layer] = inputs[layer].transpose();
                transposedWeights[layer] = weights[layer].transpose();
            }
        }

        private NDArray uniform(int rows, int columns) {
            return manager.create(Inputs.uniform((long) rows * columns, -1, 1), new Shape(rows, columns));
        }

        @Override
        public void run() {
            for (int layer = 0; layer < Layers.COUNT; layer++) {
                inputs[layer].matMul(weights[layer]).close();
            }
            for (int layer = Layers.COUNT - 1; layer >= 0; layer--) {
                transposedInputs[layer].matMul(outputs[layer]).close();
                // No gradient is asked of the images.
                if (layer > 0) {
                    outputs[layer].matMul(transposedWeights[layer]).close();
                }
            }
            moved = adam.pass();
        }

        /** No loss: a number that depends on the pass, which the compiler may therefore not leave out. */
        @Override
        public double loss() {
            return moved;
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
