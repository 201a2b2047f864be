package dev.gumbel.bench.subject;

import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The products of a training step through ND4J, into arrays that are there, and one pass over Adam's bytes. */
final class Nd4jFloor implements Subject {

    @Override
    public String name() {
        return "nd4j-floor";
    }

    @Override
    public String title() {
        return "Floor: ND4J's matrix products and one pass over Adam's bytes";
    }

    @Override
    public String library() {
        return "nd4j";
    }

    @Override
    public Role role() {
        return Role.FLOOR;
    }

    /** Through Gumbel's backend, which has OpenBLAS take the kernels that the processor can run. */
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
        private final AdamBytes adam = new AdamBytes(Layers.parameters());
        private final INDArray[] inputs = new INDArray[Layers.COUNT];
        private final INDArray[] weights = new INDArray[Layers.COUNT];
        private final INDArray[] outputs = new INDArray[Layers.COUNT];
        private final INDArray[] results = new INDArray[Layers.COUNT];
        private final INDArray[] weightGradients = new INDArray[Layers.COUNT];
        private final INDArray[] inputGradients = new INDArray[Layers.COUNT];

        /** Column after column, in which a product needs no copies. */
        Products(int batch) {
            for (int layer = 0; layer < Layers.COUNT; layer++) {
                int in = Layers.UNITS[layer];
                int out = Layers.UNITS[layer + 1];
                inputs[layer] = array(batch, in);
                outputs[layer] = array(batch, out);
                weights[layer] = array(in, out);
                results[layer] = array(batch, out);
                weightGradients[layer] = array(in, out);
                inputGradients[layer] = array(batch, in);
            }
        }

        private static INDArray array(int rows, int columns) {
            return Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'f').assign(0.5);
        }

        @Override
        public void run() {
            for (int layer = 0; layer < Layers.COUNT; layer++) {
                Nd4j.gemm(inputs[layer], weights[layer], results[layer], false, false, 1, 0);
            }
            for (int layer = Layers.COUNT - 1; layer >= 0; layer--) {
                Nd4j.gemm(inputs[layer], outputs[layer], weightGradients[layer], true, false, 1, 0);
                // No gradient is asked of the images.
                if (layer > 0) {
                    Nd4j.gemm(outputs[layer], weights[layer], inputGradients[layer], false, true, 1, 0);
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
        public void close() {}
    }
}
