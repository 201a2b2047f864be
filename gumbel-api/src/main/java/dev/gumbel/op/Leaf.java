package dev.gumbel.op;

import java.util.Arrays;

/** Ops without inputs: where values enter the graph. */
public sealed interface Leaf extends Op {

    /** The shape of the value. */
    Shape shape();

    /** The type of the value. */
    DataType type();

    /** Leaves that a session, a feed or a generator knows by name. */
    sealed interface Named extends Leaf {
        /** The name; each kind of leaf has names of its own. */
        String name();
    }

    /** A value fed at each run. */
    record Input(String name, Shape shape, DataType type) implements Named {}

    /** Named state that lives on the device between runs. */
    record Variable(String name, Shape shape, DataType type) implements Named {}

    /**
     * Noise of float32 draws, addressed by its name, the session's seed, the program's domain and the step ("noise v1"); the values are the same
     * bits on every backend. Two nodes of one name in one run hold the same draws, so a second one has to be shared.
     *
     * @param kind the distribution
     * @param perRow whether the first axis is the batch, so that a shard draws from its row offset on; otherwise the row offset changes nothing
     * @param shared whether this is meant to be the draw of another node of its name
     */
    record Random(String name, NoiseKind kind, Shape shape, boolean perRow, boolean shared) implements Named {
        /**
         * Noise of this kind.
         *
         * @throws ShapeException if a scalar is said to have rows
         */
        public Random {
            if (perRow && shape.rank() == 0) {
                throw new ShapeException("noise '%s': a scalar has no rows, so it cannot be per row".formatted(name));
            }
        }

        /** Noise with a name of its own. */
        public Random(String name, NoiseKind kind, Shape shape, boolean perRow) {
            this(name, kind, shape, perRow, false);
        }

        @Override
        public DataType type() {
            return DataType.FLOAT32;
        }
    }

    /**
     * How many steps an optimiser has taken. Kept on the host: graphs read it through {@link StepScalar}, and one kind of update lets it grow.
     *
     * @param owner whose steps these are; the counter's name is {@code OWNER.step}
     */
    record Counter(String owner) implements Named {
        @Override
        public String name() {
            return owner + ".step";
        }

        @Override
        public Shape shape() {
            return Shape.scalar();
        }

        @Override
        public DataType type() {
            return DataType.INT32;
        }
    }

    /**
     * A scalar that changes from step to step, as Adam's bias corrections do: the function, computed in double on the host, of the number of the
     * step that a run takes, which is the counter's value plus 1.
     */
    record StepScalar(Counter counter, StepFunction function, DataType type) implements Leaf {
        @Override
        public Shape shape() {
            return Shape.scalar();
        }
    }

    /** Values known when the graph is made: one for all elements, or one for each in row-major order. Compared by bits. */
    record Constant(Shape shape, DataType type, double... values) implements Leaf {
        public Constant {
            if (values.length != 1 && values.length != shape.size()) {
                throw new ShapeException("constant: %d values for shape %s, expected 1 or %d".formatted(values.length, shape, shape.size()));
            }
            values = type == DataType.FLOAT32 ? rounded(values) : values.clone();
        }

        private static double[] rounded(double[] values) {
            return Arrays.stream(values).map(value -> (float) value).toArray();
        }

        @Override
        public double[] values() {
            return values.clone();
        }

        /** The element at a row-major index. */
        public double value(long index) {
            return values[values.length == 1 ? 0 : Math.toIntExact(index)];
        }

        /** Whether every element holds the given value (0.0 and -0.0 differ). */
        public boolean isFilledWith(double value) {
            return values.length == 1 && Double.doubleToLongBits(values[0]) == Double.doubleToLongBits(value);
        }

        /** Whether one value stands for all elements. */
        public boolean isFilled() {
            return values.length == 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Constant that && shape.equals(that.shape) && type == that.type && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values) * 31 + shape.hashCode();
        }

        @Override
        public String toString() {
            return isFilled() ? "Constant[" + values[0] + "]" : "Constant[" + values.length + " values]";
        }
    }
}
