package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.host.HostArray;
import dev.gumbel.backend.host.HostKernels;
import dev.gumbel.op.Binary;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.random.Domain;
import dev.gumbel.random.GumbelNoise;
import dev.gumbel.tensor.HostTensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose memory is whose, where the library returns views and memory is handed out again. */
class DjlHostKernelsTest {
    private static final HostTensor ROWS = HostTensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});

    private HostKernels<NDArray> kernels;
    private HostArray<NDArray> rows;

    @BeforeAll
    static void load() {
        new DjlProvider().create(Settings.defaults());
    }

    @BeforeEach
    void open() {
        kernels = new HostKernels<>(new DjlKernels(NDManager.newBaseManager(Device.cpu(), "PyTorch")), 1);
        rows = kernels.bind(ROWS);
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    /** The first rows of a matrix are a view without gaps, too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aSliceOutlivesTheMemoryItWasCutFrom(int axis) {
        HostArray<NDArray> sum = kernels.binary(new Binary.Add(), rows, rows);
        HostArray<NDArray> slice = kernels.movement(new Movement.Slice(axis, 0, 1), sum);
        kernels.release(sum);
        kernels.binary(new Binary.Sub(), rows, rows);
        assertThat(values(slice, axis == 0 ? Shape.of(1, 2) : Shape.of(3, 1))).isEqualTo(axis == 0 ? new float[] {2, 4} : new float[] {2, 6, 10});
    }

    /** Read once by an op, as is usual, they are never written; and they are new in each run, for the library too. */
    @Test
    void drawsAreThereForWhoeverReadsThem() {
        HostTensor tensor = HostTensor.zeros(ROWS.shape(), DataType.FLOAT32);
        HostArray<NDArray> noise = kernels.bind(tensor);
        HostArray<NDArray> temperature = kernels.bind(HostTensor.scalar(1));
        for (int step = 0; step < 3; step++) {
            GumbelNoise draws = GumbelNoise.of(1, Domain.TRAIN, "z", step);
            float[] expected = new float[6];
            draws.fill(expected, 5, 6);
            kernels.draw(noise, tensor, draws, 5);
            HostArray<NDArray> sum = kernels.binary(new Binary.Add(), rows, kernels.bind(HostTensor.of(ROWS.shape(), expected)));
            float[] sample = values(kernels.fused(new Fused.Softmax(), List.of(sum)), ROWS.shape());
            for (int pass = 0; pass < 2; pass++) {
                HostArray<NDArray> drawn = kernels.fused(new Fused.GumbelSoftmax(), List.of(rows, noise, temperature));
                assertThat(values(drawn, ROWS.shape())).isEqualTo(sample);
            }
            float[] root = values(kernels.unary(new Unary.Exp(), noise), ROWS.shape());
            assertThat((double) root[4]).isCloseTo(Math.exp(expected[4]), within(1e-5 * root[4]));
            assertThat(values(noise, ROWS.shape())).isEqualTo(expected);
        }
    }

    @Test
    void memoryIsHandedOutAgainWithItsLastHandleOnly() {
        HostArray<NDArray> sum = kernels.binary(new Binary.Add(), rows, rows);
        HostArray<NDArray> row = kernels.movement(new Movement.Reshape(Shape.of(6)), sum);
        kernels.release(sum);
        assertThat(kernels.binary(new Binary.Sub(), rows, rows)).isNotSameAs(sum);
        assertThat(values(row, Shape.of(6))).containsExactly(2, 4, 6, 8, 10, 12);
        kernels.release(row);
        assertThat(kernels.binary(new Binary.Mul(), rows, rows)).isSameAs(sum);
    }

    private float[] values(HostArray<NDArray> array, Shape shape) {
        HostTensor values = HostTensor.zeros(shape, DataType.FLOAT32);
        kernels.fetch(array, values);
        return values.toFloats();
    }
}
