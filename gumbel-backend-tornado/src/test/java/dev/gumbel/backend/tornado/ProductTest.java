package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.reference.ReferenceProvider;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Linear;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products in tiles with what follows them, against the reference. */
class ProductTest {
    private static final Set<Integer> APART = Set.of(Opcode.MASK, Opcode.BIASED + Opcode.RELU);

    private final Backend backend = new TornadoProvider().create(Settings.defaults());
    private final Backend reference = new ReferenceProvider().create(Settings.defaults());

    /** Tiles that overlap at the bottom, and ones that reach beyond the last column; results as they are, and transposed. */
    @ParameterizedTest
    @CsvSource({"100, 70, 50, 60", "101, 70, 50, 60", "36, 200, 51, 150", "33, 128, 64, 140", "260, 40, 48, 32"})
    void layersAndTheirGradientsEqualTheReferences(int rows, int in, int hidden, int out) {
        for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
            check(layers(rows, in, hidden, out, activation), images(rows, in, 1));
        }
    }

    @Test
    void biasAndReluAndItsGradientAreComputedInTheKernelOfTheProduct() {
        assertThat(opcodes(layers(100, 70, 52, 60, Activation.RELU))).contains(Opcode.PRODUCT).doesNotContainAnyElementsOf(APART);
        // At the bottom edge tiles overlap.
        assertThat(opcodes(layers(101, 70, 53, 61, Activation.RELU))).contains(Opcode.PRODUCT).containsAll(APART);
    }

    @Test
    void notANumberAndInfinityPass() {
        float[] pixels = values(100 * 70, 2);
        pixels[3 * 70 + 5] = Float.NaN;
        pixels[8 * 70 + 5] = Float.POSITIVE_INFINITY;
        pixels[9 * 70 + 5] = Float.NEGATIVE_INFINITY;
        check(layers(100, 70, 50, 60, Activation.RELU), HostTensor.of(Shape.of(100, 70), pixels));
    }

    private static Program layers(int rows, int in, int hidden, int out, Activation activation) {
        Linear first = Linear.of("first", in, hidden, activation);
        Linear second = Linear.of("second", hidden, out, Activation.LINEAR);
        Input x = Tensor.input("x", Shape.of(rows, in));
        Tensor between = first.apply(x);
        Tensor y = second.apply(between);
        List<Variable> variables = Stream.of(first, second).flatMap(layer -> layer.variables().stream()).toList();
        Program.Builder builder = Program.named("layers").output("between", between).output("y", y);
        Gradients.of(y.mul(y).sum(0, 1), variables).forEach((variable, gradient) -> builder.output(variable.name(), gradient));
        return builder.build();
    }

    private void check(Program program, HostTensor x) {
        Feed feed = Feed.at(0).put("x", x);
        try (Session session = backend.open(5, program); Session exact = reference.open(5, program)) {
            Results actual = session.run(program, feed);
            Results expected = exact.run(program, feed);
            for (String name : program.outputs().keySet()) {
                checkEach(name, actual.get(name), expected.get(name));
            }
        }
    }

    private static void checkEach(String name, HostTensor actual, HostTensor expected) {
        double[] values = expected.toDoubles();
        double largest = Arrays.stream(values).map(Math::abs).filter(Double::isFinite).max().orElse(0);
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                assertThat(actual.get(i)).as("%s[%d]", name, i).isCloseTo(values[i], within(1e-5 * largest));
            } else {
                assertThat(Double.valueOf(actual.get(i))).as("%s[%d]", name, i).isEqualTo(Double.valueOf(values[i]));
            }
        }
    }

    private Set<Integer> opcodes(Program program) {
        HeapLayout layout = new HeapLayout();
        program.variables().forEach(layout::add);
        CompiledProgram image = ProgramCompiler.compile(program, new ProgramCompiler.Target(backend.capabilities(), false, 1, _ -> true), layout);
        return image.phases().stream().flatMap(List::stream).map(Instruction::opcode).collect(Collectors.toSet());
    }

    private static HostTensor images(int rows, int in, int seed) {
        return HostTensor.of(Shape.of(rows, in), values(rows * in, seed));
    }

    private static float[] values(int count, int seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
