package dev.gumbel.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;

/** Arrays of the reference, written down and looked at. */
final class Arrays64 {
    static final double INFINITY = Double.POSITIVE_INFINITY;
    static final double NAN = Double.NaN;

    private Arrays64() {}

    static ReferenceArray array(Shape shape, double... values) {
        return new ReferenceArray(shape, DataType.FLOAT64, values);
    }

    static ReferenceArray vector(double... values) {
        return array(Shape.of(values.length), values);
    }

    static ReferenceArray ids(Shape shape, double... values) {
        return new ReferenceArray(shape, DataType.INT32, values);
    }

    /** The elements 1, 2, 3, ... */
    static ReferenceArray counting(int... dims) {
        ReferenceArray array = ReferenceArray.zeros(Shape.of(dims), DataType.FLOAT64);
        for (int i = 0; i < array.size(); i++) {
            array.values()[i] = i + 1;
        }
        return array;
    }

    /** Shape and every bit, so that the zeros differ and NaN equals itself. */
    static void assertArray(ReferenceArray actual, Shape shape, double... values) {
        assertThat(actual.shape()).isEqualTo(shape);
        assertThat(actual.values()).containsExactly(values);
    }

    static void assertClose(ReferenceArray actual, Shape shape, double... values) {
        assertThat(actual.shape()).isEqualTo(shape);
        assertThat(actual.values()).containsExactly(values, within(1e-15));
    }
}
