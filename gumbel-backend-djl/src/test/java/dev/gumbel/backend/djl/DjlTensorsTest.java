package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.gumbel.backend.Settings;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DjlTensorsTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        new DjlProvider().create(Settings.defaults());
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void anArrayAndItsTensorShareMemory() {
        NDArray array = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new ai.djl.ndarray.types.Shape(2, 3));
        HostTensor tensor = DjlTensors.of(array);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        array.muli(2);
        assertThat(tensor.toFloats()).containsExactly(2, 4, 6, 8, 10, 12);
        tensor.set(5, 7);
        assertThat(array.toFloatArray()).containsExactly(2, 4, 6, 8, 10, 7);
        assertThat(manager.getManagedArrays()).containsExactly(array);
    }

    @Test
    void aTensorAndItsArrayShareMemory() {
        HostTensor tensor = HostTensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
        NDArray array = DjlTensors.toNDArray(tensor, manager);
        assertThat(array.getShape()).isEqualTo(new ai.djl.ndarray.types.Shape(2, 3));
        array.addi(1);
        assertThat(tensor.toFloats()).containsExactly(2, 3, 4, 5, 6, 7);
        tensor.set(0, 9);
        assertThat(array.getFloat(0, 0)).isEqualTo(9);
    }

    @Test
    void everyTypeThatBothHaveIsShared() {
        for (DataType type : DataType.values()) {
            HostTensor tensor = HostTensor.of(Shape.of(3), type, 1, 2, 3);
            HostTensor back = DjlTensors.of(DjlTensors.toNDArray(tensor, manager));
            back.set(1, 5);
            assertThat(tensor.toDoubles()).as(type.name()).containsExactly(1, 5, 3);
        }
        assertThat(DjlTensors.of(DjlTensors.toNDArray(HostTensor.scalar(4), manager)).item()).isEqualTo(4);
    }

    @Test
    void rowsOfAnArrayAreShared() {
        NDArray array = manager.arange(12f).reshape(4, 3);
        HostTensor rows = DjlTensors.of(array.get("1:3"));
        rows.set(0, -1);
        assertThat(rows.toFloats()).containsExactly(-1, 4, 5, 6, 7, 8);
        assertThat(array.getFloat(1, 0)).isEqualTo(-1);
    }

    @Test
    void anArrayKeepsMemoryOfTheGarbageCollectors() {
        NDArray array = DjlTensors.toNDArray(HostTensor.of(Shape.of(3), 1, 2, 3), manager);
        List<HostTensor> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            System.gc();
            others.add(HostTensor.of(Shape.of(3), i, i, i));
        }
        assertThat(array.toFloatArray()).containsExactly(1, 2, 3);
        assertThat(others).hasSize(20);
    }

    @Test
    void whatCannotBeSharedIsRefused() {
        NDArray array = manager.arange(12f).reshape(4, 3);
        assertRefused(array.transpose(), "tensor: the float32(3, 4) is a view with gaps or of another order of axes; copy it: ");
        assertRefused(array.get(new NDIndex(":, 1:2")), "tensor: the float32(4, 1) is a view with gaps or of another order of axes; copy it: ");
        assertRefused(array.get(":, 0").broadcast(2, 4), "tensor: the float32(2, 4) is a view with gaps");
        assertRefused(array.gt(3), "tensor: the boolean(4, 3) is none of FLOAT32, FLOAT64 and INT32; ");
        assertThat(manager.getManagedArrays()).as("no copy is left behind").hasSize(7);
    }

    @Test
    void copiesAsTheRefusalSays() {
        NDArray view = manager.arange(6f).reshape(2, 3).transpose();
        assertThat(DjlTensors.of(manager.create(view.toFloatArray(), view.getShape())).toFloats()).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void aTensorInAnArenaIsSharedWhileTheArenaIsOpen() {
        try (Arena arena = Arena.ofConfined()) {
            HostTensor tensor = HostTensor.allocate(Shape.of(2), DataType.FLOAT32, arena);
            try (NDArray array = DjlTensors.toNDArray(tensor, manager)) {
                array.addi(3);
            }
            assertThat(tensor.toFloats()).containsExactly(3, 3);
        }
    }

    private static void assertRefused(NDArray array, String message) {
        assertThatThrownBy(() -> DjlTensors.of(array)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }
}
