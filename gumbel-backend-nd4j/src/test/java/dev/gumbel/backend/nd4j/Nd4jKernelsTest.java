package dev.gumbel.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.backend.Settings;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.HostTensor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the conformance suite does not ask: whose memory is whose, and what would crash the process. */
class Nd4jKernelsTest {
    private final Nd4jKernels kernels = new Nd4jKernels(1);
    private final HostTensor table = HostTensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});

    @BeforeAll
    static void load() {
        new Nd4jProvider().create(Settings.defaults());
    }

    @AfterEach
    void close() {
        kernels.close();
    }

    @Test
    void aReleasedArrayIsHandedOutAgainForTheSameShape() {
        INDArray x = kernels.bind(table);
        INDArray first = kernels.unary(new Unary.Neg(), x);
        INDArray second = kernels.unary(new Unary.Neg(), x);
        assertThat(second).isNotSameAs(first);
        kernels.release(first);
        assertThat(kernels.unary(new Unary.Exp(), x)).isSameAs(first);
        assertThat(second.toFloatMatrix()).isDeepEqualTo(new float[][] {{-1, -2}, {-3, -4}, {-5, -6}});
    }

    @Test
    void aBoundArraySharesItsTensorsMemoryAndOutlivesItsRelease() {
        INDArray x = kernels.bind(table);
        table.set(5, 7);
        assertThat(x.getFloat(2, 1)).isEqualTo(7);
        kernels.release(x);
        INDArray other = kernels.unary(new Unary.Neg(), kernels.bind(table));
        assertThat(other).isNotSameAs(x);
        assertThat(table.toFloats()).containsExactly(1, 2, 3, 4, 5, 7);
    }

    /** ND4J itself would read or write beyond the table. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void idsOutsideTheTableAreRefused(int id) {
        INDArray ids = kernels.bind(HostTensor.ids(Shape.of(3), 0, id, 2));
        INDArray rows = kernels.bind(table);
        assertThatThrownBy(() -> kernels.selection(new Selection.Gather(), List.of(rows, ids)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.selection(new Selection.ScatterAdd(3), List.of(rows, ids)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** ND4J itself writes beyond the result of [1, 1] and [3]. */
    @Test
    void allPairsOfShapesThatFitAreBroadcast() {
        List<Shape> shapes = List.of(
                Shape.scalar(), Shape.of(1), Shape.of(3), Shape.of(1, 1), Shape.of(1, 3), Shape.of(2, 1), Shape.of(2, 3),
                Shape.of(1, 1, 1), Shape.of(1, 1, 3), Shape.of(1, 2, 1), Shape.of(4, 1, 1), Shape.of(4, 2, 3));
        for (Shape left : shapes) {
            for (Shape right : shapes) {
                broadcast(new Binary.Sub(), left, right, (a, b) -> a - b);
                broadcast(new Binary.Greater(), left, right, (a, b) -> a > b ? 1 : 0);
                broadcast(new Binary.Maximum(), left, right, Math::max);
            }
        }
    }

    private void broadcast(Binary op, Shape left, Shape right, DoubleBinaryOperator function) {
        HostTensor a = counted(left, 1);
        HostTensor b = counted(right, 2);
        Shape shape = Shape.broadcast("test", left, right);
        HostTensor actual = HostTensor.zeros(shape, DataType.FLOAT32);
        kernels.fetch(kernels.binary(op, kernels.bind(a), kernels.bind(b)), actual);
        for (int i = 0; i < shape.size(); i++) {
            assertThat(actual.get(i)).as("%s of %s and %s, element %d", op, left, right, i)
                    .isEqualTo(function.applyAsDouble(a.get(source(i, shape, left)), b.get(source(i, shape, right))));
        }
    }

    /** The element of a broadcast tensor that an element of the result comes from. */
    private static int source(int index, Shape shape, Shape from) {
        int source = 0;
        int stride = 1;
        int rest = index;
        for (int axis = 1; axis <= from.rank(); axis++) {
            int extent = from.dim(from.rank() - axis);
            source += extent == 1 ? 0 : rest % extent * stride;
            stride *= extent;
            rest /= shape.dim(shape.rank() - axis);
        }
        return source;
    }

    /** Rows and columns of one element take paths of their own in ND4J. */
    @Test
    void productsOfThinMatricesAreRight() {
        for (int code = 0; code < 108; code++) {
            int m = 1 + code % 3;
            int k = 1 + code / 3 % 3;
            int n = 1 + code / 9 % 3;
            product(m, k, n, code / 27 % 2 == 1, code / 54 == 1);
        }
    }

    private void product(int m, int k, int n, boolean transposeA, boolean transposeB) {
        HostTensor a = counted(transposeA ? Shape.of(k, m) : Shape.of(m, k), 1);
        HostTensor b = counted(transposeB ? Shape.of(n, k) : Shape.of(k, n), 10);
        INDArray product = kernels.matMul(new MatMul(transposeA, transposeB), kernels.bind(a), kernels.bind(b));
        float[][] expected = new float[m][n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < k; l++) {
                    expected[i][j] += (float) (a.get(transposeA ? l * m + i : i * k + l) * b.get(transposeB ? j * k + l : l * n + j));
                }
            }
        }
        HostTensor actual = HostTensor.of(new float[m][n]);
        kernels.fetch(product, actual);
        assertThat(actual.toRows()).as("[%d, %d] x [%d, %d], transposed %s %s", m, k, k, n, transposeA, transposeB).isDeepEqualTo(expected);
    }

    private static HostTensor counted(Shape shape, int from) {
        float[] values = new float[(int) shape.size()];
        IntStream.range(0, values.length).forEach(i -> values[i] = from + i);
        return HostTensor.of(shape, values);
    }
}
