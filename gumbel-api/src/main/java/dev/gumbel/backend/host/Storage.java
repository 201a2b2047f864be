package dev.gumbel.backend.host;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.GumbelNoise;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Memory, and the arrays over it: one for each shape it has been seen in, kept for the next time. */
final class Storage<A> implements Floats {
    private final MemorySegment memory;
    /** Noise whose draws from an index on the memory stands for, until somebody reads it. */
    private @Nullable GumbelNoise pending;
    private long firstDraw;
    private boolean hasBeenPassed;
    /** Whether it is handed out again when nobody uses it. */
    final boolean pooled;
    /** How many handles are out. */
    int uses;
    private final List<HostArray<A>> arrays = new ArrayList<>(1);

    Storage(MemorySegment memory, boolean pooled) {
        this.memory = memory;
        this.pooled = pooled;
    }

    MemorySegment memory() {
        GumbelNoise noise = pending;
        if (noise != null) {
            pending = null;
            noise.fill(memory, firstDraw, Blocks.count(memory));
        }
        return memory;
    }

    long bytes() {
        return memory.byteSize();
    }

    /** Takes draws of noise for its elements. */
    void draw(GumbelNoise noise, long first) {
        pending = noise;
        firstDraw = first;
        hasBeenPassed = false;
    }

    /** Its elements for one pass over them. In the first after {@link #draw} they are drawn as they are read, and not written. */
    Floats floats() {
        if (hasBeenPassed) {
            memory();
        }
        hasBeenPassed = true;
        return this;
    }

    @Override
    public void read(long element, float[] into, int length) {
        GumbelNoise noise = pending;
        if (noise != null) {
            noise.fill(into, firstDraw + element, length);
        } else {
            Blocks.read(memory, element, into, length);
        }
    }

    List<HostArray<A>> arrays() {
        return arrays;
    }

    HostArray<A> array(Shape shape, DataType type) {
        for (int i = 0; i < arrays.size(); i++) {
            HostArray<A> array = arrays.get(i);
            if (array.type == type && array.shape.equals(shape)) {
                return array;
            }
        }
        return newArray(shape, type);
    }

    HostArray<A> matrix(int rows, int columns) {
        for (int i = 0; i < arrays.size(); i++) {
            HostArray<A> array = arrays.get(i);
            Shape shape = array.shape;
            if (array.type == DataType.FLOAT32 && shape.rank() == 2 && shape.dim(0) == rows && shape.dim(1) == columns) {
                return array;
            }
        }
        return newArray(Shape.of(rows, columns), DataType.FLOAT32);
    }

    private HostArray<A> newArray(Shape shape, DataType type) {
        HostArray<A> array = new HostArray<>(shape, type, this);
        arrays.add(array);
        return array;
    }
}
