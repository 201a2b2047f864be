package dev.gumbel.backend;

import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one run is given: the step that addresses its noise, the inputs' values, and which rows of the noise are its own. Reusable. */
public final class Feed {
    private final Map<String, HostTensor> values = new LinkedHashMap<>();
    private long step;
    private long rowOffset;

    private Feed(long step) {
        this.step = step;
    }

    /**
     * A feed for a step, counted from 0.
     *
     * @throws IllegalArgumentException if the step is negative
     */
    public static Feed at(long step) {
        return new Feed(0).step(step);
    }

    /** Moves the feed to another step; the inputs stay. */
    public Feed step(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("feed: step " + step + " must be at least 0");
        }
        this.step = step;
        return this;
    }

    /**
     * Says that row 0 of this run is a later row of a larger batch, so that a shard draws the noise of its rows.
     *
     * @param rowOffset index of the first row, along the noise's first axis
     */
    public Feed rowOffset(long rowOffset) {
        if (rowOffset < 0) {
            throw new IllegalArgumentException("feed: row offset " + rowOffset + " must be at least 0");
        }
        this.rowOffset = rowOffset;
        return this;
    }

    /** Feeds an input; its value is read when the program runs. */
    public Feed put(Input input, HostTensor value) {
        return put(input.name(), value);
    }

    /**
     * Feeds a FLOAT32 input with elements in row-major order.
     *
     * @throws IllegalArgumentException if they are not as many as the input has, or the input is of another type
     */
    public Feed put(Input input, float... values) {
        if (input.type() != DataType.FLOAT32 || values.length != input.shape().size()) {
            throw new IllegalArgumentException("feed: input '%s' is %s with %d elements, got %d floats".formatted(
                    input.name(), input.signature(), input.shape().size(), values.length));
        }
        return put(input, HostTensor.of(input.shape(), values));
    }

    /** Feeds an input by its name. */
    public Feed put(String input, HostTensor value) {
        values.put(input, value);
        return this;
    }

    public long step() {
        return step;
    }

    public long rowOffset() {
        return rowOffset;
    }

    /** The values by input name. */
    public Map<String, HostTensor> values() {
        return Collections.unmodifiableMap(values);
    }
}
