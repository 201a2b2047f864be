package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.host.HostArray;
import dev.gumbel.backend.host.HostKernels;
import dev.gumbel.op.Binary;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
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
