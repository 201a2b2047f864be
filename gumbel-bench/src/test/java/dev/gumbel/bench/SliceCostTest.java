package dev.gumbel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gradient of a tensor that is read in slices or by many gathers costs: prints medians, in turns in one JVM, on one thread. */
@Tag("exhaustive")
class SliceCostTest {
    private static final int WARM_UP = 300;
    private static final int RUNS = 301;

    /** Beside the whole tensor read at once, where the elements cost more than the calls. */
    @ParameterizedTest
    @CsvSource({"djl, 50", "nd4j, 50"})
    void slicesOfALargeTensor(String backend, int parts) {
        Variable x = variable("x", 1600, 512);
        assertThat(inTurns("slices", backend, parts, step("whole", List.of(x), List.of(x)), step("parts", List.of(x), slices(x, parts))))
                .isLessThan(1.5);
    }

    /** Where calls cost more than elements: beside the whole, and beside as many small tensors that are slices of none. Printed, not judged. */
    @ParameterizedTest
    @CsvSource({"djl, 50", "nd4j, 50", "djl, 200", "nd4j, 200"})
    void slicesOfASmallTensor(String backend, int parts) {
        Variable x = variable("x", 4 * parts, 128);
        List<Variable> apart = IntStream.range(0, parts).mapToObj(i -> variable("x" + i, 4, 128)).toList();
        Program sliced = step("parts", List.of(x), slices(x, parts));
        inTurns("slices", backend, parts, step("apart", apart, apart), sliced);
        assertThat(inTurns("slices", backend, parts, step("whole", List.of(x), List.of(x)), sliced)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"djl, 50", "nd4j, 50"})
    void gathers(String backend, int parts) {
        Variable table = variable("table", 1600, 512);
        int extent = 1600 / parts;
        List<Tensor> gathers = IntStream.range(0, parts).mapToObj(i -> table.gather(ids(i * extent, extent))).toList();
        Program whole = step("whole", List.of(table), List.of(table.gather(ids(0, 1600))));
        assertThat(inTurns("gathers", backend, parts, whole, step("parts", List.of(table), gathers))).isLessThan(1.5);
    }

    private static Variable variable(String name, int rows, int columns) {
        return Variable.of(name, Shape.of(rows, columns), new Initializer.Uniform(1));
    }

    private static List<Tensor> slices(Tensor x, int parts) {
        int extent = x.shape().dim(0) / parts;
        return IntStream.range(0, parts).mapToObj(i -> x.slice(0, i * extent, (i + 1) * extent)).toList();
    }

    private static Tensor ids(int first, int count) {
        double[] ids = IntStream.range(first, first + count).mapToDouble(i -> i).toArray();
        return Tensor.apply(new Leaf.Constant(Shape.of(count), DataType.INT32, ids));
    }

    private static Program step(String name, List<Variable> variables, List<? extends Tensor> read) {
        Tensor loss = read.stream().map(part -> part.tanh().sum()).reduce(Tensor::add).orElseThrow();
        Program.Builder program = Program.named(name).output("loss", loss);
        Gradients.of(loss, variables).forEach((variable, gradient) -> program.output(variable.name(), gradient));
        return program.build();
    }

    private static double inTurns(String what, String name, int parts, Program once, Program sliced) {
        Backend backend = BackendLocator.standard().select(name, Settings.defaults().withThreads(1));
        try (Session session = backend.open(1, once, sliced)) {
            double[][] millis = new double[2][RUNS];
            for (int run = -WARM_UP; run < RUNS; run++) {
                double first = millis(session, once);
                double second = millis(session, sliced);
                if (run >= 0) {
                    millis[0][run] = first;
                    millis[1][run] = second;
                }
            }
            double ratio = median(millis[1]) / median(millis[0]);
            System.out.printf("%-5s %s %s in %d: %.3f ms, %s %.3f ms, ratio %.2f%n", name, sliced.variables().getFirst().shape(), what, parts,
                    median(millis[1]), once.name(), median(millis[0]), ratio);
            return ratio;
        }
    }

    private static double millis(Session session, Program program) {
        long begin = System.nanoTime();
        session.run(program, Feed.at(0));
        return (System.nanoTime() - begin) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
