package dev.gumbel.backend.java;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** The arrays of a session. Those released are handed out again for the same shape, so that a program that has run once allocates no more. */
final class ArrayPool implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    private final Arena arena = Arena.ofConfined();
    private final Map<DataType, Map<Shape, Deque<JavaArray>>> unused = new HashMap<>();
    /** Every array in use, and where it goes when it is released. */
    private final Map<JavaArray, Deque<JavaArray>> homes = new IdentityHashMap<>();

    /** An array that holds whatever its memory held before. */
    JavaArray take(Shape shape, DataType type) {
        Deque<JavaArray> home = unused.computeIfAbsent(type, _ -> new HashMap<>()).computeIfAbsent(shape, _ -> new ArrayDeque<>());
        JavaArray array = home.isEmpty() ? new JavaArray(shape, type, arena.allocate(shape.size() * type.bytes(), ALIGNMENT)) : home.pop();
        homes.put(array, home);
        return array;
    }

    /** Takes an array back; one that did not come from here is left alone. */
    void release(JavaArray array) {
        Deque<JavaArray> home = homes.remove(array);
        if (home != null) {
            home.push(array);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
