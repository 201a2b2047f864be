package dev.gumbel.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.backend.Settings;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Nd4jTensorsTest {
    @BeforeAll
    static void load() {
        new Nd4jProvider().create(Settings.defaults());
    }

    @Test
    void anArrayAndItsTensorShareMemory() {
        INDArray array = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
        HostTensor tensor = Nd4jTensors.of(array);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        array.muli(2);
        assertThat(tensor.toFloats()).containsExactly(2, 4, 6, 8, 10, 12);
        tensor.set(5, 7);
        assertThat(array.getFloat(1, 2)).isEqualTo(7);
    }

    @Test
    void aTensorAndItsArrayShareMemory() {
        HostTensor tensor = HostTensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
        INDArray array = Nd4jTensors.toINDArray(tensor);
        assertThat(array.shape()).containsExactly(2, 3);
        array.addi(1);
        assertThat(tensor.toFloats()).containsExactly(2, 3, 4, 5, 6, 7);
        tensor.set(0, 9);
        assertThat(array.getFloat(0, 0)).isEqualTo(9);
    }

    @Test
    void everyTypeThatBothHaveIsShared() {
        for (DataType type : DataType.values()) {
            HostTensor tensor = HostTensor.of(Shape.of(3), type, 1, 2, 3);
            HostTensor back = Nd4jTensors.of(Nd4jTensors.toINDArray(tensor));
            back.set(1, 5);
            assertThat(tensor.toDoubles()).as(type.name()).containsExactly(1, 5, 3);
            assertThat(Nd4jTensors.toINDArray(tensor).toDoubleVector()).as(type.name()).containsExactly(1, 5, 3);
        }
        assertThat(Nd4jTensors.of(Nd4jTensors.toINDArray(HostTensor.scalar(4))).item()).isEqualTo(4);
    }

    @Test
    void rowsOfAnArrayAreShared() {
        INDArray array = Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {9, 10, 11}});
        HostTensor rows = Nd4jTensors.of(array.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all()));
        rows.set(0, -1);
        assertThat(rows.toFloats()).containsExactly(-1, 4, 5, 6, 7, 8);
        assertThat(array.getFloat(1, 0)).isEqualTo(-1);
        INDArray ofTensor = Nd4jTensors.toINDArray(HostTensor.of(new float[][] {{1, 2}, {3, 4}}));
        assertThat(Nd4jTensors.of(ofTensor.getRow(1)).toFloats()).containsExactly(3, 4);
    }

    @Test
    void eachKeepsTheOthersMemoryFromTheGarbageCollector() {
        INDArray array = Nd4jTensors.toINDArray(HostTensor.of(Shape.of(3), 1, 2, 3));
        HostTensor tensor = Nd4jTensors.of(Nd4j.createFromArray(4f, 5f, 6f));
        List<Object> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            System.gc();
            others.add(HostTensor.of(Shape.of(3), i, i, i));
            others.add(Nd4j.createFromArray((float) i, i, i));
        }
        assertThat(array.toFloatVector()).containsExactly(1, 2, 3);
        assertThat(tensor.toFloats()).containsExactly(4, 5, 6);
        assertThat(others).hasSize(40);
    }

    @Test
    void whatCannotBeSharedIsRefused() {
        INDArray array = Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {9, 10, 11}});
        assertRefused(array.transpose(), "tensor: the FLOAT[3, 4] is a view with gaps, of another order of axes, or empty; dup('c') makes one");
        assertRefused(array.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2)), "tensor: the FLOAT[4, 1] is a view with gaps, ");
        assertRefused(array.gt(3), "tensor: the BOOL[4, 3] is none of FLOAT, DOUBLE and INT; ");
        assertThat(Nd4jTensors.of(array.transpose().dup('c')).toFloats()).startsWith(0, 3, 6, 9, 1);
        try (MemoryWorkspace _ = Nd4j.getWorkspaceManager().getAndActivateWorkspace("tensors")) {
            assertRefused(Nd4j.createFromArray(1f, 2f), "tensor: the FLOAT[2] is in a workspace, which gives its memory to others; ");
        }
    }

    private static void assertRefused(INDArray array, String message) {
        assertThatThrownBy(() -> Nd4jTensors.of(array)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }
}
