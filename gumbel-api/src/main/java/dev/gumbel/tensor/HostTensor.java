package dev.gumbel.tensor;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.op.ShapeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Values in host memory: shape, type and elements in row-major order and native byte order. What goes into a session and comes out of it. */
public final class HostTensor {
    private static final long ALIGNMENT = 64;

    private final Shape shape;
    private final DataType type;
    private final MemorySegment segment;

    private HostTensor(Shape shape, DataType type, MemorySegment segment) {
        this.shape = shape;
        this.type = type;
        this.segment = segment;
    }

    /** Zeros in memory of the arena, 64-byte aligned. */
    public static HostTensor allocate(Shape shape, DataType type, Arena arena) {
        return new HostTensor(shape, type, arena.allocate(shape.size() * type.bytes(), ALIGNMENT));
    }

    /** Zeros in memory that the garbage collector frees. */
    public static HostTensor zeros(Shape shape, DataType type) {
        return allocate(shape, type, Arena.ofAuto());
    }

    /**
     * A tensor over memory that somebody else gave, elements in row-major order; valid as long as the memory is.
     *
     * @throws IllegalArgumentException if the memory is on the heap, read-only, not aligned to an element, or not of the elements' size
     */
    public static HostTensor over(Shape shape, DataType type, MemorySegment memory) {
        long bytes = shape.size() * type.bytes();
        if (!memory.isNative() || memory.isReadOnly() || memory.address() % type.bytes() != 0 || memory.byteSize() != bytes) {
            throw new IllegalArgumentException("host tensor: %s%s needs %d bytes of native memory that can be written, aligned to %d bytes, got %s"
                    .formatted(type, shape, bytes, type.bytes(), memory));
        }
        return new HostTensor(shape, type, memory);
    }

    public static HostTensor scalar(float value) {
        return of(Shape.scalar(), value);
    }

    /** FLOAT32 elements in row-major order. */
    public static HostTensor of(Shape shape, float... values) {
        HostTensor tensor = zeros(shape, DataType.FLOAT32);
        tensor.requireLength(values.length);
        MemorySegment.copy(values, 0, tensor.segment, ValueLayout.JAVA_FLOAT, 0, values.length);
        return tensor;
    }

    /** FLOAT64 elements in row-major order. */
    public static HostTensor of(Shape shape, double... values) {
        return of(shape, DataType.FLOAT64, values);
    }

    /** Elements in row-major order, rounded to the given type. */
    public static HostTensor of(Shape shape, DataType type, double... values) {
        HostTensor tensor = zeros(shape, type);
        tensor.requireLength(values.length);
        for (int i = 0; i < values.length; i++) {
            tensor.set(i, values[i]);
        }
        return tensor;
    }

    /** INT32 ids in row-major order. */
    public static HostTensor ids(Shape shape, int... values) {
        HostTensor tensor = zeros(shape, DataType.INT32);
        tensor.requireLength(values.length);
        MemorySegment.copy(values, 0, tensor.segment, ValueLayout.JAVA_INT, 0, values.length);
        return tensor;
    }

    /**
     * A FLOAT32 matrix of rows.
     *
     * @throws ShapeException if there is no row, or the rows differ in length
     */
    public static HostTensor of(float[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new ShapeException("matrix: needs at least one row of at least one element");
        }
        int columns = rows[0].length;
        HostTensor tensor = zeros(Shape.of(rows.length, columns), DataType.FLOAT32);
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != columns) {
                throw new ShapeException("matrix: row %d has %d elements, row 0 has %d".formatted(row, rows[row].length, columns));
            }
            MemorySegment.copy(rows[row], 0, tensor.segment, ValueLayout.JAVA_FLOAT, 4L * row * columns, columns);
        }
        return tensor;
    }

    public Shape shape() {
        return shape;
    }

    public DataType type() {
        return type;
    }

    /** The elements' memory; valid as long as this tensor is. */
    public MemorySegment segment() {
        return segment;
    }

    /** The element at a row-major index. */
    public double get(long index) {
        return switch (type) {
            case FLOAT32 -> segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
            case FLOAT64 -> segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
            case INT32 -> segment.getAtIndex(ValueLayout.JAVA_INT, index);
        };
    }

    /** Replaces the element at a row-major index, rounded to this type. */
    public void set(long index, double value) {
        switch (type) {
            case FLOAT32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
            case FLOAT64 -> segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
            case INT32 -> segment.setAtIndex(ValueLayout.JAVA_INT, index, (int) value);
        }
    }

    /**
     * The only element.
     *
     * @throws ShapeException if there are several
     */
    public double item() {
        if (shape.size() != 1) {
            throw new ShapeException("item: " + shape + " holds " + shape.size() + " elements, expected 1");
        }
        return get(0);
    }

    /** The elements as a fresh array, rounded to float. */
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(shape.size())];
        if (type == DataType.FLOAT32) {
            MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, 0, values, 0, values.length);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) get(i);
            }
        }
        return values;
    }

    /** The elements as a fresh array. */
    public double[] toDoubles() {
        double[] values = new double[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /** The elements as rows of the last axis. */
    public float[][] toRows() {
        int columns = shape.last();
        float[][] rows = new float[Math.toIntExact(shape.rows())][columns];
        float[] values = toFloats();
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(values, row * columns, rows[row], 0, columns);
        }
        return rows;
    }

    /** The same values in memory of their own. */
    public HostTensor copy() {
        HostTensor copy = zeros(shape, type);
        copy.segment.copyFrom(segment);
        return copy;
    }

    /**
     * Replaces all elements by another tensor's.
     *
     * @throws ShapeException if shapes or types differ
     */
    public void copyFrom(HostTensor other) {
        if (!shape.equals(other.shape) || type != other.type) {
            throw new ShapeException("copy: expected %s%s, got %s%s".formatted(type, shape, other.type, other.shape));
        }
        segment.copyFrom(other.segment);
    }

    private void requireLength(int length) {
        if (length != shape.size()) {
            throw new ShapeException("host tensor: %d values for shape %s, expected %d".formatted(length, shape, shape.size()));
        }
    }

    @Override
    public String toString() {
        return "HostTensor " + type + shape;
    }
}
