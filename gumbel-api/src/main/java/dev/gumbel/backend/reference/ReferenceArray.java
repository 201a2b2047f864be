package dev.gumbel.backend.reference;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;

/** Elements in row-major order, in double whatever the type; a FLOAT32 result is rounded only where it is stored or fetched. */
record ReferenceArray(Shape shape, DataType type, double[] values) {

    static ReferenceArray zeros(Shape shape, DataType type) {
        return new ReferenceArray(shape, type, new double[Math.toIntExact(shape.size())]);
    }

    ReferenceArray with(double[] values) {
        return new ReferenceArray(shape, type, values);
    }

    int size() {
        return values.length;
    }

    /** The value as it would be stored in this array's type. */
    double rounded(double value) {
        return type == DataType.FLOAT32 ? (float) value : value;
    }
}
