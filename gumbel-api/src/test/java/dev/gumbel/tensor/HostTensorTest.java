package dev.gumbel.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.op.ShapeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostTensorTest {
    private static final Shape MATRIX = Shape.of(2, 3);

    @ParameterizedTest
    @EnumSource
    void zerosAreZeroAndOfTheirSize(DataType type) {
        HostTensor zeros = HostTensor.zeros(MATRIX, type);
        assertThat(zeros.shape()).isEqualTo(MATRIX);
        assertThat(zeros.type()).isEqualTo(type);
        assertThat(zeros.toDoubles()).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(zeros.segment().byteSize()).isEqualTo(6L * type.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void memoryIsAligned(DataType type) {
        assertThat(HostTensor.zeros(Shape.of(3), type).segment().address() % 64).isZero();
    }

    @Test
    void memoryOfAnArenaGoesWithIt() {
        Arena arena = Arena.ofConfined();
        HostTensor tensor = HostTensor.allocate(MATRIX, DataType.FLOAT32, arena);
        arena.close();
        assertThatThrownBy(() -> tensor.get(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void floatsAreStoredInRowMajorOrder() {
        HostTensor tensor = HostTensor.of(MATRIX, 1f, 2f, 3f, 4f, 5f, 6f);
        assertThat(tensor.type()).isEqualTo(DataType.FLOAT32);
        assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(tensor.segment().getAtIndex(ValueLayout.JAVA_FLOAT, 4)).isEqualTo(5f);
        assertThat(tensor.get(4)).isEqualTo(5);
    }

    @Test
    void doublesAreStoredAsDoubles() {
        HostTensor tensor = HostTensor.of(Shape.of(2), 0.1, 0.2);
        assertThat(tensor.type()).isEqualTo(DataType.FLOAT64);
        assertThat(tensor.toDoubles()).containsExactly(0.1, 0.2);
        assertThat(tensor.toFloats()).containsExactly(0.1f, 0.2f);
        assertThat(tensor.segment().getAtIndex(ValueLayout.JAVA_DOUBLE, 1)).isEqualTo(0.2);
    }

    @Test
    void valuesAreRoundedToTheType() {
        assertThat(HostTensor.of(Shape.of(1), DataType.FLOAT32, 0.1).item()).isEqualTo(0.1f);
        assertThat(HostTensor.of(Shape.of(1), DataType.FLOAT64, 0.1).item()).isEqualTo(0.1);
        assertThat(HostTensor.of(Shape.of(1), DataType.INT32, 7).item()).isEqualTo(7);
    }

    @Test
    void idsAreIntegers() {
        HostTensor ids = HostTensor.ids(Shape.of(3), 7, -1, Integer.MAX_VALUE);
        assertThat(ids.type()).isEqualTo(DataType.INT32);
        assertThat(ids.toDoubles()).containsExactly(7, -1, Integer.MAX_VALUE);
        assertThat(ids.toFloats()).containsExactly(7f, -1f, 0x1p31f);
    }

    @Test
    void aScalarHoldsOneFloat() {
        HostTensor scalar = HostTensor.scalar(2.5f);
        assertThat(scalar.shape()).isEqualTo(Shape.scalar());
        assertThat(scalar.type()).isEqualTo(DataType.FLOAT32);
        assertThat(scalar.item()).isEqualTo(2.5);
    }

    @Test
    void rowsBecomeAMatrixAndRowsAgain() {
        float[][] rows = {{1, 2, 3}, {4, 5, 6}};
        HostTensor tensor = HostTensor.of(rows);
        assertThat(tensor.shape()).isEqualTo(MATRIX);
        assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(tensor.toRows()).isDeepEqualTo(rows);
    }

    @Test
    void rowsAreThoseOfTheLastAxis() {
        HostTensor cube = HostTensor.of(Shape.of(2, 2, 2), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
        assertThat(cube.toRows()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}});
        assertThat(HostTensor.of(Shape.of(2), 1f, 2f).toRows()).isDeepEqualTo(new float[][] {{1, 2}});
    }

    @Test
    void aScalarHasNoRows() {
        HostTensor scalar = HostTensor.scalar(1);
        assertThatThrownBy(scalar::toRows).isInstanceOf(ShapeException.class).hasMessage("axis -1 is outside shape [], which has 0 axes");
    }

    @Test
    void refusesRaggedRows() {
        assertThatThrownBy(() -> HostTensor.of(new float[][] {{1, 2, 3}, {4, 5}})).isInstanceOf(ShapeException.class)
                .hasMessage("matrix: row 1 has 2 elements, row 0 has 3");
    }

    @Test
    void refusesAMatrixWithoutElements() {
        String message = "matrix: needs at least one row of at least one element";
        assertThatThrownBy(() -> HostTensor.of(new float[0][])).isInstanceOf(ShapeException.class).hasMessage(message);
        assertThatThrownBy(() -> HostTensor.of(new float[1][0])).isInstanceOf(ShapeException.class).hasMessage(message);
    }

    @Test
    void refusesAnotherNumberOfValues() {
        assertThatThrownBy(() -> HostTensor.of(MATRIX, 1f, 2f)).isInstanceOf(ShapeException.class)
                .hasMessage("host tensor: 2 values for shape [2, 3], expected 6");
        assertThatThrownBy(() -> HostTensor.of(MATRIX, 1.0)).isInstanceOf(ShapeException.class)
                .hasMessage("host tensor: 1 values for shape [2, 3], expected 6");
        assertThatThrownBy(() -> HostTensor.ids(MATRIX, 1, 2, 3, 4, 5, 6, 7)).isInstanceOf(ShapeException.class)
                .hasMessage("host tensor: 7 values for shape [2, 3], expected 6");
    }

    @ParameterizedTest
    @EnumSource
    void setReplacesOneElement(DataType type) {
        HostTensor tensor = HostTensor.zeros(MATRIX, type);
        tensor.set(4, 3);
        assertThat(tensor.toDoubles()).containsExactly(0, 0, 0, 0, 3, 0);
    }

    @Test
    void refusesAnIndexOutside() {
        HostTensor tensor = HostTensor.zeros(MATRIX, DataType.FLOAT32);
        assertThatThrownBy(() -> tensor.get(6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tensor.set(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void itemNeedsExactlyOneElement() {
        assertThat(HostTensor.of(Shape.of(1, 1), 4f).item()).isEqualTo(4);
        assertThatThrownBy(() -> HostTensor.zeros(MATRIX, DataType.FLOAT32).item()).isInstanceOf(ShapeException.class)
                .hasMessage("item: [2, 3] holds 6 elements, expected 1");
    }

    @Test
    void aCopyHasMemoryOfItsOwn() {
        HostTensor tensor = HostTensor.of(Shape.of(2), 1f, 2f);
        HostTensor copy = tensor.copy();
        tensor.set(0, 9);
        assertThat(copy.toFloats()).containsExactly(1, 2);
        assertThat(copy.shape()).isEqualTo(tensor.shape());
        assertThat(copy.type()).isEqualTo(tensor.type());
    }

    @Test
    void copyFromReplacesAllElements() {
        HostTensor tensor = HostTensor.zeros(Shape.of(2), DataType.FLOAT64);
        tensor.copyFrom(HostTensor.of(Shape.of(2), -0.0, Double.NaN));
        assertThat(tensor.toDoubles()).containsExactly(-0.0, Double.NaN);
    }

    @Test
    void copyFromNeedsTheSameSignature() {
        HostTensor tensor = HostTensor.zeros(Shape.of(2), DataType.FLOAT64);
        assertThatThrownBy(() -> tensor.copyFrom(HostTensor.of(Shape.of(2), 1f, 2f))).isInstanceOf(ShapeException.class)
                .hasMessage("copy: expected FLOAT64[2], got FLOAT32[2]");
        assertThatThrownBy(() -> tensor.copyFrom(HostTensor.of(Shape.of(1, 2), 1.0, 2.0))).isInstanceOf(ShapeException.class)
                .hasMessage("copy: expected FLOAT64[2], got FLOAT64[1, 2]");
    }

    @Test
    void arraysAreFreshEachTime() {
        HostTensor tensor = HostTensor.of(Shape.of(1), 1f);
        tensor.toFloats()[0] = 9;
        tensor.toDoubles()[0] = 9;
        tensor.toRows()[0][0] = 9;
        assertThat(tensor.item()).isEqualTo(1);
    }

    @Test
    void saysTypeAndShape() {
        assertThat(HostTensor.scalar(1)).hasToString("HostTensor FLOAT32[]");
    }

    @Test
    void sharesMemoryThatItIsGiven() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(8, 4);
            HostTensor tensor = HostTensor.over(Shape.of(2), DataType.FLOAT32, memory);
            tensor.set(1, 3);
            assertThat(memory.getAtIndex(ValueLayout.JAVA_FLOAT, 1)).isEqualTo(3);
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, 0, 2);
            assertThat(tensor.toFloats()).containsExactly(2, 3);
        }
    }

    @Test
    void refusesMemoryThatDoesNotFit() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(16, 4);
            Shape two = Shape.of(2);
            for (MemorySegment bad : List.of(memory, memory.asSlice(0, 4), memory.asSlice(1, 8), memory.asSlice(0, 8).asReadOnly(),
                    MemorySegment.ofArray(new float[2]))) {
                assertThatThrownBy(() -> HostTensor.over(two, DataType.FLOAT32, bad)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("host tensor: FLOAT32[2] needs 8 bytes of native memory that can be written, ");
            }
        }
    }
}
