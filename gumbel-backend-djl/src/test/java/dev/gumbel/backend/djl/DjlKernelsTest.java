package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gumbel.backend.Settings;
import dev.gumbel.kernels.FusedKernels;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No array has gaps: where one has, DJL copies it when its memory is asked for, and keeps the copy until the session ends. */
class DjlKernelsTest {
    private static final int[] SWAPPED = {1, 0};

    private NDManager manager;
    private DjlHostKernels kernels;
    private FusedKernels<NDArray> fused;

    @BeforeAll
    static void load() {
        new DjlProvider().create(Settings.defaults());
    }

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        kernels = new DjlHostKernels(manager, 1);
        fused = new FusedKernels<>(kernels);
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    static Stream<Movement> movements() {
        return Stream.of(
                new Movement.Permute(SWAPPED), new Movement.Slice(0, 1, 3), new Movement.Slice(1, 1, 3), new Movement.Slice(1, 2, 3),
                new Movement.Slice(0, 0, 3, 2), new Movement.Slice(1, 1, 4, 2),
                new Movement.Reshape(Shape.of(2, 6)), new Movement.BroadcastTo(Shape.of(2, 3, 4)), new Movement.BroadcastTo(Shape.of(1, 3, 4)));
    }

    @ParameterizedTest
    @MethodSource("movements")
    void whatMovesLiesWithoutGaps(Movement op) {
        NDArray moved = kernels.movement(op, counted(3, 4));
        assertWithoutGaps(moved);
    }

    @Test
    void oneElementThatIsRepeatedLiesWithoutGaps() {
        assertWithoutGaps(kernels.movement(new Movement.BroadcastTo(Shape.of(5)), counted(1)));
        assertWithoutGaps(kernels.movement(new Movement.BroadcastTo(Shape.of(5, 2)), kernels.bind(HostTensor.scalar(3))));
        assertWithoutGaps(kernels.movement(new Movement.BroadcastTo(Shape.scalar()), kernels.bind(HostTensor.scalar(3))));
    }

    /** PyTorch's results take the order in memory of what they are made of. */
    @Test
    void whatIsMadeOfViewsLiesWithoutGaps() {
        NDArray turned = kernels.movement(new Movement.Permute(SWAPPED), counted(3, 4));
        NDArray column = kernels.movement(new Movement.Slice(1, 1, 2), counted(4, 5));
        NDArray spread = kernels.movement(new Movement.BroadcastTo(Shape.of(4, 3)), column);
        Stream.of(
                kernels.unary(new Unary.Exp(), turned), kernels.unary(new Unary.Detach(), turned), kernels.binary(new Binary.Add(), turned, spread),
                kernels.binary(new Binary.Greater(), column, turned), kernels.matMul(new MatMul(true, false), turned, spread),
                kernels.matMul(new MatMul(false, true), turned, spread),
                kernels.reduce(new Reduce(Reduce.Kind.SUM, true, 0), turned),
                kernels.reduce(new Reduce(Reduce.Kind.MAX, false, 0), turned),
                kernels.selection(new Selection.Concat(1), List.of(turned, spread)),
                kernels.selection(new Selection.Where(), List.of(column, turned, spread)),
                kernels.selection(new Selection.StraightThrough(), List.of(turned, spread)),
                kernels.selection(new Selection.OneHotArgmax(), List.of(turned)),
                kernels.selection(new Selection.Gather(), List.of(turned, kernels.bind(HostTensor.ids(Shape.of(2), 3, 0)))),
                kernels.fused(new Fused.Softmax(), List.of(turned))).forEach(this::assertWithoutGaps);
    }

    /** The passes read memory: of a view they would read what lies between its elements. */
    @Test
    void passesOverViewsReadTheirElements() {
        NDArray turned = fused.movement(new Movement.Permute(SWAPPED), counted(3, 4));
        NDArray sliced = fused.movement(new Movement.Slice(1, 1, 4), counted(4, 6));
        NDArray spread = fused.movement(new Movement.BroadcastTo(Shape.of(4, 3)), counted(1, 3));
        NDArray bias = fused.movement(new Movement.Reshape(Shape.of(4)), fused.movement(new Movement.Slice(1, 2, 3), counted(4, 5)));
        NDArray temperature = kernels.bind(HostTensor.scalar(2));
        List<Fused> ops = List.of(
                new Fused.Linear(Activation.RELU), new Fused.GumbelSoftmax(), new Fused.BernoulliNll(), new Fused.CategoricalKl(),
                new Fused.ActivationGradient(Activation.RELU), new Fused.SoftmaxGradient());
        List<List<NDArray>> inputs = List.of(
                List.of(turned, sliced, bias), List.of(turned, spread, temperature), List.of(turned, spread), List.of(turned),
                List.of(turned, sliced), List.of(turned, sliced, temperature));
        for (int i = 0; i < ops.size(); i++) {
            NDArray ofViews = fused.fused(ops.get(i), inputs.get(i));
            NDArray ofCopies = fused.fused(ops.get(i), inputs.get(i).stream().map(this::anew).toList());
            assertThat(ofViews.toFloatArray()).as(ops.get(i).label()).containsExactly(ofCopies.toFloatArray());
            assertWithoutGaps(ofViews);
        }
    }

    private NDArray anew(NDArray array) {
        return kernels.bind(HostTensor.of(kernels.shape(array), array.toFloatArray()));
    }

    private NDArray counted(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[(int) shape.size()];
        IntStream.range(0, values.length).forEach(i -> values[i] = i / 10f);
        return kernels.bind(HostTensor.of(shape, values));
    }

    private void assertWithoutGaps(NDArray array) {
        int before = manager.getManagedArrays().size();
        assertThat(kernels.memory(array).byteSize()).isEqualTo(array.size() * Float.BYTES);
        assertThat(manager.getManagedArrays()).as("arrays after the memory of %s has been asked for", array.getShape()).hasSize(before);
    }
}
