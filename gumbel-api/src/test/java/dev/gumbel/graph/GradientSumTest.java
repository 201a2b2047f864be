package dev.gumbel.graph;

import static dev.gumbel.Evaluate.constant;
import static dev.gumbel.Evaluate.counting;
import static dev.gumbel.Evaluate.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.Evaluate;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of tensors that are read in parts: their values, and that no part is blown up to the whole tensor's size. */
class GradientSumTest {
    private static final int PARTS = 50;

    private static Tensor gradient(Tensor loss, Tensor target) {
        return Gradients.of(loss, List.of(target)).get(target);
    }

    /** Ops whose result is as large as the tensor. */
    private static long large(Tensor gradient, Tensor tensor) {
        return Evaluate.program(gradient).tensors().stream()
                .filter(some -> !(some.op() instanceof Leaf) && some != tensor && some.shape().size() >= tensor.shape().size()).count();
    }

    @Test
    void slicesSideBySideAreJoinedOnce() {
        Tensor x = counting(2 * PARTS, 3);
        Tensor loss = Tensor.scalar(0);
        for (int i = 0; i < PARTS; i++) {
            Tensor part = x.slice(0, 2 * i, 2 * i + 2);
            Tensor term = part.mul(part).sum();
            loss = i == 0 ? term : loss.add(term);
        }
        Tensor gradient = gradient(loss, x);
        assertThat(values(gradient)).containsExactly(Arrays.stream(values(x)).map(value -> 2 * value).toArray());
        assertThat(large(gradient, x)).isEqualTo(1);
        assertThat(gradient.op()).isEqualTo(new Selection.Concat(0));
        assertThat(gradient.inputs()).hasSize(PARTS);
    }

    @Test
    void gapsAreZeros() {
        Tensor x = counting(7);
        Tensor loss = x.slice(0, 5, 6).sum().add(x.slice(0, 1, 3).mul(2).sum());
        assertThat(values(gradient(loss, x))).containsExactly(0, 2, 2, 0, 0, 1, 0);
    }

    @Test
    void equalSlicesAreAddedWhileTheyAreSmall() {
        Tensor x = counting(100);
        Tensor loss = x.slice(0, 0, 1).exp().sum().add(x.slice(0, 0, 1).sum()).add(x.slice(0, 0, 1).mul(3).sum());
        Tensor gradient = gradient(loss, x);
        assertThat(large(gradient, x)).isEqualTo(1);
        assertThat(values(gradient)[0]).isEqualTo(Math.exp(1) + 4, within(1e-12));
    }

    @Test
    void windowsThatOverlapTakeAsFewLayersAsTheyAreDeep() {
        Tensor x = counting(PARTS + 2);
        Tensor loss = null;
        for (int i = 0; i < PARTS; i++) {
            Tensor term = x.slice(0, i, i + 3).mul(i + 1).sum();
            loss = loss == null ? term : loss.add(term);
        }
        Tensor gradient = gradient(Objects.requireNonNull(loss), x);
        double[] expected = new double[PARTS + 2];
        for (int i = 0; i < PARTS; i++) {
            for (int j = i; j < i + 3; j++) {
                expected[j] += i + 1;
            }
        }
        assertThat(values(gradient)).containsExactly(expected);
        assertThat(large(gradient, x)).isEqualTo(3 + 2);
    }

    @Test
    void slicesOfSeveralAxesAndTheWholeAddUp() {
        Tensor x = counting(2, 3);
        Tensor loss = x.slice(0, 1, 2).sum().add(x.slice(1, 0, 1).mul(10).sum()).add(x.mul(100).sum());
        assertThat(values(gradient(loss, x))).containsExactly(110, 100, 100, 111, 101, 101);
    }

    /** Every place of the blocks but one, some of them in two pieces. */
    @Test
    void slicesOfOneStepAreJoinedSideBySide() {
        int step = PARTS;
        Tensor x = counting(4 * step + 2, 3);
        double[] expected = new double[values(x).length];
        Tensor loss = Tensor.scalar(0);
        for (int place = 0; place < step - 1; place++) {
            Tensor term = x.slice(0, place, 2 * step, step).mul(place + 1).sum().add(x.slice(0, place + 2 * step, 4 * step, step).mul(100).sum());
            loss = place == 0 ? term : loss.add(term);
            for (int i = 0; i < 3; i++) {
                for (int block = 0; block < 4; block++) {
                    expected[3 * (block * step + place) + i] = block < 2 ? place + 1 : 100;
                }
            }
        }
        Tensor gradient = gradient(loss, x);
        assertThat(values(gradient)).containsExactly(expected);
        // One concatenation, seen under the tensor's shape, and its end cut off.
        assertThat(large(gradient, x)).isEqualTo(3);
    }

    @Test
    void slicesOfOneStepThatOverlapAreAddedWhileTheyAreSmall() {
        Tensor x = counting(100);
        Tensor loss = x.slice(0, 1, 100, 10).sum().add(x.slice(0, 1, 31, 10).mul(2).sum()).add(x.slice(0, 11, 21, 10).mul(4).sum());
        Tensor gradient = gradient(loss, x);
        double[] expected = new double[100];
        for (int i = 1; i < 100; i += 10) {
            expected[i] = 1 + (i < 31 ? 2 : 0) + (i == 11 ? 4 : 0);
        }
        assertThat(values(gradient)).containsExactly(expected);
        // One for the step, one for the single element, their sum, and what is joined seen under the tensor's shape.
        assertThat(large(gradient, x)).isEqualTo(4);
    }

    @Test
    void secondDerivativesPassThroughSteps() {
        Tensor x = counting(5);
        Tensor even = x.slice(0, 0, 4, 2);
        Tensor odd = x.slice(0, 1, 5, 2);
        // a, c, x4 and b, d: a^2 b + c^2 d.
        Tensor once = gradient(even.mul(even).mul(odd).sum(), x);
        assertThat(values(once)).containsExactly(2 * 1 * 2, 1, 2 * 3 * 4, 9, 0);
        assertThat(values(gradient(once.sum(), x))).containsExactly(2 * 2 + 2, 2, 2 * 4 + 6, 6, 0);
    }

    @Test
    void rowsOfManyGathersAreScatteredOnce() {
        Tensor table = counting(6, 2);
        Tensor loss = null;
        double[] expected = new double[12];
        for (int i = 0; i < PARTS; i++) {
            int row = i * i % 6;
            Tensor ids = Tensor.apply(new Leaf.Constant(Shape.of(1, 2), DataType.INT32, row, 5));
            Tensor term = table.gather(ids).mul(i + 1).sum();
            loss = loss == null ? term : loss.add(term);
            for (int column = 0; column < 2; column++) {
                expected[2 * row + column] += i + 1;
                expected[10 + column] += i + 1;
            }
        }
        Tensor gradient = gradient(Objects.requireNonNull(loss), table);
        assertThat(values(gradient)).containsExactly(expected);
        assertThat(gradient.op()).isEqualTo(new Selection.ScatterAdd(6));
    }

    @Test
    void aGatherByAScalarIdCountsAmongOthers() {
        Tensor table = counting(3, 2);
        Tensor one = Tensor.apply(new Leaf.Constant(Shape.scalar(), DataType.INT32, 1));
        Tensor many = Tensor.apply(new Leaf.Constant(Shape.of(3), DataType.INT32, 0, 1, 1));
        Tensor loss = table.gather(one).sum().add(table.gather(many).mul(10).sum()).add(table.slice(0, 2, 3).mul(7).sum());
        assertThat(values(gradient(loss, table))).containsExactly(10, 10, 21, 21, 7, 7);
    }

    @Test
    void secondDerivativesPassThroughJoins() {
        Tensor x = counting(4);
        Tensor first = x.slice(0, 0, 2);
        Tensor last = x.slice(0, 2, 4);
        Tensor once = gradient(first.mul(first).mul(last).sum(), x);
        assertThat(values(once)).containsExactly(2 * 1 * 3, 2 * 2 * 4, 1, 4);
        // d/dx of the sum of 2ab, 2ab, a^2, a^2.
        assertThat(values(gradient(once.sum(), x))).containsExactly(2 * 3 + 2, 2 * 4 + 4, 2, 4);
    }

    /** Against a whole-size mask for each slice, which is what a slice is. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void drawnSlicesEqualMasks(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor x = constant(Shape.of(5, 4, 3), random.doubles(60, -1, 1).toArray());
        List<Tensor> sliced = new ArrayList<>();
        List<Tensor> masked = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int axis = random.nextInt(3);
            int start = random.nextInt(x.shape().dim(axis));
            Movement.Slice slice = new Movement.Slice(axis, start, random.nextInt(start, x.shape().dim(axis)) + 1, 1 + random.nextInt(3));
            Tensor part = Tensor.apply(slice, x);
            sliced.add(part.mul(part).mul(i + 1).sum());
            masked.add(x.mul(x).mul(mask(x.shape(), slice)).mul(i + 1).sum());
        }
        double[] expected = values(gradient(total(masked), x));
        double[] actual = values(gradient(total(sliced), x));
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isEqualTo(expected[i], within(1e-12));
        }
    }

    private static Tensor total(List<Tensor> terms) {
        return terms.stream().reduce(Tensor::add).orElseThrow();
    }

    private static Tensor mask(Shape shape, Movement.Slice slice) {
        double[] values = new double[Math.toIntExact(shape.size())];
        int inner = 1;
        for (int axis = slice.axis() + 1; axis < shape.rank(); axis++) {
            inner *= shape.dim(axis);
        }
        for (int i = 0; i < values.length; i++) {
            int place = i / inner % shape.dim(slice.axis());
            values[i] = place >= slice.start() && place < slice.end() && (place - slice.start()) % slice.step() == 0 ? 1 : 0;
        }
        return constant(shape, values);
    }
}
