package dev.gumbel.backend;

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

    /** Feeds a FLOAT32 input with elements in row-major order. */
    public Feed put(Input input, float... values) {
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
