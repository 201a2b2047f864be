package dev.gumbel.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    private static final Shape CUBE = Shape.of(2, 3, 4);

    /** A shape from its extents between spaces. */
    private static Shape shape(String dims) {
        return Shape.of(dims.isBlank() ? new int[0] : Arrays.stream(dims.split(" ")).mapToInt(Integer::parseInt).toArray());
    }

    @Test
    void sizeIsTheProductOfTheExtents() {
        assertThat(CUBE.size()).isEqualTo(24);
        assertThat(Shape.scalar().size()).isEqualTo(1);
        assertThat(Shape.of(100_000, 100_000).size()).isEqualTo(10_000_000_000L);
    }

    @Test
    void aScalarHasNoAxes() {
        assertThat(Shape.of()).isEqualTo(Shape.scalar());
        assertThat(Shape.scalar().rank()).isZero();
        assertThat(Shape.scalar().dims()).isEmpty();
        assertThat(Shape.scalar()).hasToString("[]");
    }

    @Test
    void rowsAreAllButTheLastAxis() {
        assertThat(CUBE.rows()).isEqualTo(6);
        assertThat(CUBE.last()).isEqualTo(4);
        assertThat(Shape.of(7).rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 2", "1, 1, 3", "2, 2, 4", "-1, 2, 4", "-2, 1, 3", "-3, 0, 2"})
    void aNegativeAxisCountsFromTheLast(int axis, int normal, int extent) {
        assertThat(CUBE.axis(axis)).isEqualTo(normal);
        assertThat(CUBE.dim(axis)).isEqualTo(extent);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, -4, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refusesAnAxisThatIsNotThere(int axis) {
        assertThatThrownBy(() -> CUBE.axis(axis)).isInstanceOf(ShapeException.class)
                .hasMessage("axis " + axis + " is outside shape [2, 3, 4], which has 3 axes");
    }

    @Test
    void aScalarHasNoLastAxis() {
        assertThatThrownBy(() -> Shape.scalar().last()).isInstanceOf(ShapeException.class)
                .hasMessage("axis -1 is outside shape [], which has 0 axes");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "-2147483648"})
    void refusesAnExtentBelowOne(int extent) {
        assertThatThrownBy(() -> Shape.of(2, extent)).isInstanceOf(ShapeException.class)
                .hasMessage("shape [2, " + extent + "]: every extent must be at least 1");
    }

    @Test
    void refusesMoreElementsThanALongCounts() {
        assertThatThrownBy(() -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 4)).isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("shape [2147483647, 2147483647, 4]: ");
    }

    @Test
    void isFollowedByAxesOfAnother() {
        assertThat(Shape.of(5, 6).followedBy(CUBE, 1)).isEqualTo(Shape.of(5, 6, 3, 4));
        assertThat(Shape.scalar().followedBy(CUBE, 0)).isEqualTo(CUBE);
        assertThat(CUBE.followedBy(CUBE, 3)).isEqualTo(CUBE);
    }

    @Test
    void withReplacesOneExtent() {
        assertThat(CUBE.with(-1, 9)).isEqualTo(Shape.of(2, 3, 9));
        assertThat(CUBE.with(0, 1)).isEqualTo(Shape.of(1, 3, 4));
        assertThat(CUBE).isEqualTo(Shape.of(2, 3, 4));
    }

    @Test
    void reduceRemovesOrKeepsAxes() {
        assertThat(CUBE.reduce(new int[] {1}, false)).isEqualTo(Shape.of(2, 4));
        assertThat(CUBE.reduce(new int[] {1}, true)).isEqualTo(Shape.of(2, 1, 4));
        assertThat(CUBE.reduce(new int[] {-1, 0}, false)).isEqualTo(Shape.of(3));
        assertThat(CUBE.reduce(new int[] {0, 1, 2}, false)).isEqualTo(Shape.scalar());
        assertThat(CUBE.reduce(new int[0], false)).isEqualTo(CUBE);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', ''", "'', 2 3, 2 3", "3, 2 3, 2 3", "2 1, 3, 2 3", "2 1, 1 3, 2 3", "1, 1, 1", "2 3, 2 3, 2 3",
        "5 1 4, 3 1, 5 3 4", "1 1 1, 7, 1 1 7", "2 3 4, 1, 2 3 4"
    })
    void broadcastFollowsNumpy(String a, String b, String expected) {
        assertThat(Shape.broadcast("add", shape(a), shape(b))).isEqualTo(shape(expected));
        assertThat(Shape.broadcast("add", shape(b), shape(a))).isEqualTo(shape(expected));
    }

    @ParameterizedTest
    @CsvSource({"2 3, 4, -1, 3, 4", "2 3, 2, -1, 3, 2", "4 3, 2 3, -2, 4, 2", "2 3 4, 5 1 1, -3, 2, 5"})
    void extentsThatDifferDoNotBroadcast(String a, String b, int axis, int left, int right) {
        assertThatThrownBy(() -> Shape.broadcast("add", shape(a), shape(b))).isInstanceOf(ShapeException.class)
                .hasMessage("add: %s and %s do not broadcast: axis %d has extents %d and %d", shape(a), shape(b), axis, left, right);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2 3, true", "3, 2 3, true", "2 1, 2 3, true", "2 3, 2 3, true", "1 1 3, 2 3, false", "2, 2 3, false", "2 3, 2 1, false",
        "2 3, 3, false", "2, '', false", "1, 5, true", "5, 1, false"
    })
    void broadcastsToOneSideOnly(String from, String to, boolean expected) {
        assertThat(shape(from).broadcastsTo(shape(to))).isEqualTo(expected);
    }

    @Test
    void shapesAreComparedByTheirExtents() {
        assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2));
        assertThat(Shape.of(6)).isNotEqualTo(Shape.of(2, 3)).isNotEqualTo("[6]");
        assertThat(CUBE).hasToString("[2, 3, 4]");
    }

    @Test
    void extentsCannotBeChangedFromOutside() {
        int[] dims = {2, 3};
        Shape shape = Shape.of(dims);
        dims[0] = 9;
        shape.dims()[1] = 9;
        assertThat(shape).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void oneExtentIsInferred() {
        Shape shape = Shape.of(2, 3, 4);
        assertThat(shape.inferred(-1)).isEqualTo(Shape.of(24));
        assertThat(shape.inferred(6, -1)).isEqualTo(Shape.of(6, 4));
        assertThat(shape.inferred(-1, 24)).isEqualTo(Shape.of(1, 24));
        assertThat(shape.inferred(4, 6)).isEqualTo(Shape.of(4, 6));
        assertThatThrownBy(() -> shape.inferred(-1, 5)).isInstanceOf(ShapeException.class)
                .hasMessage("reshape: [2, 3, 4] holds 24 elements, [-1, 5] needs a multiple of 5");
        assertThatThrownBy(() -> shape.inferred(-1, -1)).isInstanceOf(ShapeException.class)
                .hasMessage("reshape: [2, 3, 4]: [-1, -1] has 2 extents of -1, at most one can be inferred");
        assertThatThrownBy(() -> shape.inferred(-1, -2)).isInstanceOf(ShapeException.class);
    }
}
