package dev.gumbel.vae.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the elements of an IDX file are; source: the description of the format beside the MNIST files. */
enum ElementType {
    UNSIGNED_BYTE(0x08, 1), SIGNED_BYTE(0x09, 1), SHORT(0x0B, 2), INT(0x0C, 4), FLOAT(0x0D, 4), DOUBLE(0x0E, 8);

    private static final int MOST = 255;

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The type of a code, if there is one. */
    static Optional<ElementType> of(int code) {
        return Stream.of(values()).filter(type -> type.code == code).findFirst();
    }

    int bytes() {
        return bytes;
    }

    /**
     * The elements as bytes from 0 to 255. Fractions are grey values from 0 to 1, taken to the nearest of 256; numbers are themselves.
     *
     * @param step every so many elements count, the first among them
     * @throws DataException if one is not from 0 to 255, or a fraction of a set that goes beyond 1
     */
    byte[] toBytes(Path file, byte[] raw, int step) {
        if (this == UNSIGNED_BYTE) {
            return raw;
        }
        ByteBuffer buffer = ByteBuffer.wrap(raw);
        byte[] values = new byte[raw.length / bytes];
        double scale = isFractions(buffer, values.length, step) ? MOST : 1;
        for (int i = 0; i < values.length; i += step) {
            double value = scale * value(buffer, i);
            if (!(value >= 0 && value <= MOST) || scale == 1 && value != Math.rint(value)) {
                throw new DataException("%s: element %d is %s, expected 0 to 255, or 0 to 1 throughout".formatted(file, i, value(buffer, i)));
            }
            values[i] = (byte) Math.round(value);
        }
        return values;
    }

    /** Whether the elements are fractions: floating point, and none beyond 1. */
    private boolean isFractions(ByteBuffer buffer, int count, int step) {
        if (this != FLOAT && this != DOUBLE) {
            return false;
        }
        for (int i = 0; i < count; i += step) {
            if (!(value(buffer, i) <= 1)) {
                return false;
            }
        }
        return true;
    }

    private double value(ByteBuffer buffer, int i) {
        return switch (this) {
            case UNSIGNED_BYTE -> buffer.get(i) & 0xFF;
            case SIGNED_BYTE -> buffer.get(i);
            case SHORT -> buffer.getShort(2 * i);
            case INT -> buffer.getInt(4 * i);
            case FLOAT -> buffer.getFloat(4 * i);
            case DOUBLE -> buffer.getDouble(8 * i);
        };
    }
}
