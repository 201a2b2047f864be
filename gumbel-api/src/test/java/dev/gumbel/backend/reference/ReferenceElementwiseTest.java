package dev.gumbel.backend.reference;

import static dev.gumbel.backend.reference.Arrays64.INFINITY;
import static dev.gumbel.backend.reference.Arrays64.NAN;
import static dev.gumbel.backend.reference.Arrays64.array;
import static dev.gumbel.backend.reference.Arrays64.assertArray;
import static dev.gumbel.backend.reference.Arrays64.assertClose;
import static dev.gumbel.backend.reference.Arrays64.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.op.Binary;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import org.junit.jupiter.api.Test;

/** Unary and binary ops against values worked out by hand, at zeros, infinities and NaN. */
class ReferenceElementwiseTest {
    private final ReferenceKernels kernels = new ReferenceKernels();

    private void assertUnary(Unary op, double[] x, double... expected) {
        assertArray(kernels.unary(op, vector(x)), Shape.of(x.length), expected);
    }

    private void assertBinary(Binary op, double[] a, double[] b, double... expected) {
        assertArray(kernels.binary(op, vector(a), vector(b)), Shape.of(a.length), expected);
    }

    private static double[] at(double... values) {
        return values;
    }

    @Test
    void neg() {
        assertUnary(new Unary.Neg(), at(0.0, -0.0, 1.5, INFINITY, NAN), -0.0, 0.0, -1.5, -INFINITY, NAN);
    }

    @Test
    void exp() {
        assertUnary(new Unary.Exp(), at(0.0, -0.0, -INFINITY, INFINITY, NAN, 710, -746), 1, 1, 0, INFINITY, NAN, INFINITY, 0);
        assertClose(kernels.unary(new Unary.Exp(), vector(Math.log(2), -Math.log(4))), Shape.of(2), 2, 0.25);
    }

    @Test
    void log() {
        assertUnary(new Unary.Log(), at(1, 0.0, -0.0, -1, INFINITY, NAN), 0, -INFINITY, -INFINITY, NAN, INFINITY, NAN);
    }

    @Test
    void sqrt() {
        assertUnary(new Unary.Sqrt(), at(4, 0.25, 0.0, -0.0, -1, INFINITY, NAN), 2, 0.5, 0, -0.0, NAN, INFINITY, NAN);
    }

    @Test
    void sigmoid() {
        assertUnary(new Unary.Sigmoid(), at(0.0, -0.0, 1e4, -1e4, INFINITY, -INFINITY, NAN), 0.5, 0.5, 1, 0, 1, 0, NAN);
        assertClose(kernels.unary(new Unary.Sigmoid(), vector(Math.log(3), -Math.log(3))), Shape.of(2), 0.75, 0.25);
    }

    @Test
    void tanh() {
        assertUnary(new Unary.Tanh(), at(0.0, -0.0, 1e4, -INFINITY, NAN), 0.0, -0.0, 1, -1, NAN);
        assertClose(kernels.unary(new Unary.Tanh(), vector(Math.log(3))), Shape.of(1), 0.8);
    }

    @Test
    void relu() {
        assertUnary(new Unary.Relu(), at(2, -2, 0.0, -0.0, INFINITY, -INFINITY, NAN), 2, 0, 0, 0, INFINITY, 0, NAN);
    }

    @Test
    void softplus() {
        assertUnary(new Unary.Softplus(), at(1e4, -1e4, INFINITY, -INFINITY, NAN), 1e4, 0, INFINITY, 0, NAN);
        assertClose(kernels.unary(new Unary.Softplus(), vector(0, Math.log(3), -Math.log(3))),
                Shape.of(3), Math.log(2), Math.log(4), Math.log(4) - Math.log(3));
    }

    @Test
    void detach() {
        assertUnary(new Unary.Detach(), at(-0.0, NAN, 3), -0.0, NAN, 3);
    }

    @Test
    void addAndSub() {
        assertBinary(new Binary.Add(), at(1, -0.0, -0.0, INFINITY, NAN), at(2, -0.0, 0.0, -INFINITY, 1), 3, -0.0, 0.0, NAN, NAN);
        assertBinary(new Binary.Sub(), at(1, 0.0, -0.0, INFINITY, NAN), at(2, 0.0, 0.0, INFINITY, 1), -1, 0.0, -0.0, NAN, NAN);
    }

    @Test
    void mulAndDiv() {
        assertBinary(new Binary.Mul(), at(3, -1, 0, -INFINITY, NAN), at(0.5, 0.0, INFINITY, -2, 0), 1.5, -0.0, NAN, INFINITY, NAN);
        assertBinary(new Binary.Div(), at(3, 1, 0, INFINITY, -1), at(2, -0.0, 0, INFINITY, INFINITY), 1.5, -INFINITY, NAN, NAN, -0.0);
    }

    @Test
    void extremaPassNanOn() {
        assertBinary(new Binary.Maximum(), at(1, -0.0, NAN, -INFINITY, 2), at(2, 0.0, 1, -1, NAN), 2, 0.0, NAN, -1, NAN);
        assertBinary(new Binary.Minimum(), at(1, -0.0, NAN, INFINITY, 2), at(2, 0.0, 1, -1, NAN), 1, -0.0, NAN, -1, NAN);
    }

    @Test
    void comparisonsWithNanAreFalse() {
        double[] a = {2, 1, 1, 0.0, NAN, 1, INFINITY};
        double[] b = {1, 1, 2, -0.0, 1, NAN, INFINITY};
        assertBinary(new Binary.Greater(), a, b, 1, 0, 0, 0, 0, 0, 0);
        assertBinary(new Binary.GreaterOrEqual(), a, b, 1, 1, 0, 1, 0, 0, 1);
        assertBinary(new Binary.Equal(), a, b, 0, 1, 0, 1, 0, 0, 1);
    }

    @Test
    void operandsAreRepeatedAlongAxesOfExtentOne() {
        ReferenceArray column = array(Shape.of(2, 1), 10, 20);
        ReferenceArray row = vector(1, 2, 3);
        assertArray(kernels.binary(new Binary.Sub(), column, row), Shape.of(2, 3), 9, 8, 7, 19, 18, 17);
        assertArray(kernels.binary(new Binary.Sub(), row, column), Shape.of(2, 3), -9, -8, -7, -19, -18, -17);
        assertArray(kernels.binary(new Binary.Sub(), array(Shape.scalar(), 1), row), Shape.of(3), 0, -1, -2);
    }

    @Test
    void operandsAreRepeatedAlongInnerAndLeadingAxesAtOnce() {
        ReferenceArray a = array(Shape.of(2, 1, 2), 100, 200, 300, 400);
        ReferenceArray b = array(Shape.of(2, 1), 1, 2);
        assertArray(kernels.binary(new Binary.Add(), a, b), Shape.of(2, 2, 2), 101, 201, 102, 202, 301, 401, 302, 402);
    }

    @Test
    void inputsAreNotChanged() {
        ReferenceArray x = vector(1, -2);
        kernels.unary(new Unary.Relu(), x);
        kernels.binary(new Binary.Add(), x, x);
        assertThat(x.values()).containsExactly(1, -2);
    }

    @Test
    void typesAreKept() {
        ReferenceArray narrow = new ReferenceArray(Shape.of(1), DataType.FLOAT32, new double[] {1});
        assertThat(kernels.unary(new Unary.Exp(), narrow).type()).isEqualTo(DataType.FLOAT32);
        assertThat(kernels.binary(new Binary.Add(), narrow, narrow).type()).isEqualTo(DataType.FLOAT32);
    }
}
