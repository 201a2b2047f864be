package dev.gumbel.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.op.Binary;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Unary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

    /** Bits of the result, so that the zeros differ and NaN equals itself. */
    private static void assertUnary(Unary op, double x, double expected) {
        assertThat(Double.valueOf(Scalars.unary(op, x))).isEqualTo(Double.valueOf(expected));
    }

    private static void assertBinary(Binary op, double a, double b, double expected) {
        assertThat(Double.valueOf(Scalars.binary(op, a, b))).isEqualTo(Double.valueOf(expected));
    }

    @ParameterizedTest
    @CsvSource({"-0.0, 0.0", "0.0, 0.0", "-3, 0", "3, 3", "NaN, NaN", "Infinity, Infinity", "-Infinity, 0"})
    void relu(double x, double expected) {
        assertUnary(new Unary.Relu(), x, expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "-Infinity, 0", "Infinity, 1", "NaN, NaN", "-1e4, 0", "1e4, 1"})
    void sigmoid(double x, double expected) {
        assertUnary(new Unary.Sigmoid(), x, expected);
    }

    @Test
    void sigmoidKeepsItsSmallValues() {
        assertThat(Scalars.unary(new Unary.Sigmoid(), -720)).isCloseTo(Math.exp(-720), within(1e-318));
    }

    @ParameterizedTest
    @CsvSource({"-Infinity, 0", "Infinity, Infinity", "NaN, NaN", "1e4, 1e4", "-1e4, 0", "0, 0.6931471805599453"})
    void softplus(double x, double expected) {
        assertUnary(new Unary.Softplus(), x, expected);
    }

    @ParameterizedTest
    @CsvSource({"0, -Infinity", "-1, NaN", "1, 0", "Infinity, Infinity"})
    void log(double x, double expected) {
        assertUnary(new Unary.Log(), x, expected);
    }

    @Test
    void negationAndDetachKeepBits() {
        assertUnary(new Unary.Neg(), 0.0, -0.0);
        assertUnary(new Unary.Detach(), -0.0, -0.0);
        assertUnary(new Unary.Sqrt(), -0.0, -0.0);
        assertUnary(new Unary.Sqrt(), -1, Double.NaN);
        assertUnary(new Unary.Tanh(), -0.0, -0.0);
        assertUnary(new Unary.Exp(), Double.NEGATIVE_INFINITY, 0);
    }

    @Test
    void arithmetic() {
        assertBinary(new Binary.Add(), -0.0, -0.0, -0.0);
        assertBinary(new Binary.Sub(), 3, 5, -2);
        assertBinary(new Binary.Mul(), 0, Double.POSITIVE_INFINITY, Double.NaN);
        assertBinary(new Binary.Div(), 1, -0.0, Double.NEGATIVE_INFINITY);
    }

    @Test
    void extremaPassNanOn() {
        assertBinary(new Binary.Maximum(), Double.NaN, 1, Double.NaN);
        assertBinary(new Binary.Minimum(), 1, Double.NaN, Double.NaN);
        assertBinary(new Binary.Maximum(), -0.0, 0.0, 0.0);
        assertBinary(new Binary.Minimum(), 0.0, -0.0, -0.0);
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1, 1, 0", "1, 1, 0, 1, 1", "1, 2, 0, 0, 0", "NaN, 1, 0, 0, 0", "1, NaN, 0, 0, 0", "NaN, NaN, 0, 0, 0", "0.0, -0.0, 0, 1, 1"})
    void comparisons(double a, double b, double greater, double greaterOrEqual, double equal) {
        assertBinary(new Binary.Greater(), a, b, greater);
        assertBinary(new Binary.GreaterOrEqual(), a, b, greaterOrEqual);
        assertBinary(new Binary.Equal(), a, b, equal);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1e-50, 1e50})
    void aFloat32ResultIsRoundedOnce(double x) {
        assertThat(Scalars.unary(new Unary.Neg(), x, DataType.FLOAT32)).isEqualTo((float) -x);
        assertThat(Scalars.unary(new Unary.Neg(), x, DataType.FLOAT64)).isEqualTo(-x);
        assertThat(Scalars.binary(new Binary.Mul(), x, 3, DataType.FLOAT32)).isEqualTo((float) (x * 3));
        assertThat(Scalars.binary(new Binary.Mul(), x, 3, DataType.FLOAT64)).isEqualTo(x * 3);
    }
}
